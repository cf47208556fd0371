// Serves the reference server, or a mutant of it.

import process from 'node:process';
import type { Fault } from '../reference/fault.ts';
import type { Mode } from '../reference/mode.ts';
import { degenerateServers } from '../reference/mutants/degenerate-servers.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { startReference } from '../reference/server.ts';
import { selfSigned } from '../target/certificate.ts';
import { DEFAULT_DOMAIN } from '../target/launched-target.ts';
import { componentDomain } from '../target/target-names.ts';
import { COMMON } from '../wording/common.ts';
import { messageOf, problemOf, problemText } from '../wording/problems.ts';
import { suggest } from '../wording/suggest.ts';
import { usageError } from '../wording/usage.ts';
import { EXIT, type ExitCode } from './ending/exit-code.ts';
import { interruptible } from './ending/interrupt.ts';
import { readDomain } from './given/domain.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';
import { toolVersion } from './version.ts';

interface ServeOptions {
  readonly mutant: string | undefined;
  readonly mode: Mode | undefined;
  readonly domain: string | undefined;
  readonly host: string;
  readonly port: number;
}

/** Serves until a signal arrives, and resolves with the exit code. Throws `UsageError`. */
export async function serve(args: ServeOptions): Promise<ExitCode> {
  const { mutant, mode, host, port } = args;
  const domain = readDomain('--domain', args.domain ?? DEFAULT_DOMAIN);
  const fault = mutant === undefined ? undefined : findFault(mutant);
  const secret = process.env['XMPPSPEC_REMOTE_SECRET'] ?? '';
  const remote = componentDomain(domain);
  const starting = startReference({
    domain,
    host,
    port,
    version: toolVersion(),
    tls: () => selfSigned(domain).catch(reportMissing),
    ...(secret !== '' && { component: { domain: remote, secret } }),
    fault,
    mode,
  });
  const server = await starting.catch((error: unknown) => {
    throw usageError('cannotServe', host, port, messageOf(error));
  });
  const component =
    server.componentPort === undefined
      ? notices().noRemoteDomain
      : `--remote component://${host}:${server.componentPort}/${remote}`;
  const address = `xmpp://${host}:${server.port}`;
  const what =
    mutant === undefined
      ? notices().serving(server.domain, address)
      : notices().servingFault(server.domain, mutant, address);
  const serving = async (signal: AbortSignal) => {
    process.stdout.write(
      `${what}${COMMON[ownLanguage()].semicolon}${component}\n${notices().logInHow(server.domain)}\n`,
    );
    await aborted(signal);
    return EXIT.ok;
  };
  return interruptible(serving).finally(() => server.stop());
}

function findFault(name: string): Fault {
  const mutants = allMutants();
  const found = degenerateServers.find((server) => server.name === name) ?? mutants.find(({ id }) => id === name);
  if (found !== undefined) return found.fault();
  const known = [...degenerateServers.map((server) => server.name), ...mutants.map(({ id }) => id)];
  throw usageError('unknownMutant', name, suggest(name, known));
}

/** Says on standard error why a client that asked for StartTLS is refused. */
function reportMissing(error: unknown): never {
  notify(notices().noStartTls(problemText(problemOf(error), ownLanguage())));
  throw error;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
