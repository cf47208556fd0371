// Serves the reference server, or a mutant of it, as a test double for clients.

import { setMaxListeners } from 'node:events';
import process from 'node:process';
import type { Fault } from '../reference/fault.ts';
import type { Mode } from '../reference/mode.ts';
import { degenerateServers } from '../reference/mutants/degenerate-servers.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { type Credentials, type ReferenceServer, startReference } from '../reference/server.ts';
import type { Witness } from '../reference/server-state.ts';
import { serialize } from '../stanza/serialize.ts';
import { type Certificate, createAuthority, issued, selfSigned } from '../target/certificate.ts';
import { DEFAULT_DOMAIN } from '../target/launched-target.ts';
import { componentDomain } from '../target/target-names.ts';
import { COMMON } from '../wording/common.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { messageOf, problemOf, problemText } from '../wording/problems.ts';
import { suggest } from '../wording/suggest.ts';
import { usageError, usageErrorFrom } from '../wording/usage.ts';
import { readText } from '../yaml/read-text.ts';
import { EXIT, type ExitCode } from './ending/exit-code.ts';
import { openFile } from './files/open-file.ts';
import { readDomain } from './given/domain.ts';
import { TestDouble } from './serve/test-double.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';
import { toolVersion } from './version.ts';

/** The most bytes of a certificate or a key. */
const MOST_BYTES = 1_048_576;

interface ServeOptions {
  readonly mutant: string | undefined;
  readonly mode: Mode | undefined;
  readonly domain: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Each as NAME:PASSWORD. */
  readonly account: readonly string[];
  readonly open: boolean;
  readonly tls: 'starttls' | 'required' | 'direct' | 'none';
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly json: boolean;
  readonly follow: boolean;
}

type Write = (event: Readonly<Record<string, unknown>>) => void;

/** Serves until a signal arrives or, with `json`, the standard input ends. Resolves with 0. Throws `UsageError`. */
export async function serve(args: ServeOptions): Promise<ExitCode> {
  const domain = readDomain('--domain', args.domain ?? DEFAULT_DOMAIN);
  const accounts = args.account.map(readAccount);
  const fault = args.mutant === undefined ? undefined : findFault(args.mutant);
  const tls = await certificateSource(args, domain);
  const write: Write = (event) => void process.stdout.write(`${JSON.stringify(event)}\n`);
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal);
  let double: TestDouble | undefined;
  const witness = args.json ? tellsAll(args, write, (...sent) => double?.take(...sent)) : tellsPeople(args);
  const server = await started(args, { domain, accounts, fault, tls, witness });
  const release = untilSignal(() => controller.abort());
  try {
    if (!args.json) {
      announce(args, server, accounts);
      await aborted(signal);
      return EXIT.ok;
    }
    const addAccounts = () => {
      for (const { local, password } of accounts) server.control.addAccount(local, password);
    };
    double = new TestDouble(server.control, { domain: server.domain, write, addAccounts });
    write(readyEvent(args, server, accounts));
    await Promise.race([double.read(process.stdin, signal).catch(() => undefined), aborted(signal)]);
    return EXIT.ok;
  } finally {
    release();
    process.stdin.destroy();
    await server.stop();
  }
}

interface Start {
  readonly domain: string;
  readonly accounts: readonly Credentials[];
  readonly fault: Fault | undefined;
  readonly tls: (() => Promise<Certificate>) | undefined;
  readonly witness: Witness;
}

async function started(
  { host, port, tls: mode, open, mode: latitude }: ServeOptions,
  { domain, accounts, fault, tls, witness }: Start,
): Promise<ReferenceServer> {
  const secret = process.env['XMPPSPEC_REMOTE_SECRET'] ?? '';
  const starting = startReference({
    ...{ domain, host, port, accounts, fault, witness },
    ...{ version: toolVersion(), isOpen: open, mode: latitude },
    ...(tls !== undefined && { tls }),
    ...(mode !== 'none' && { tlsMode: mode }),
    ...(secret !== '' && { component: { domain: componentDomain(domain), secret } }),
  });
  return starting.catch((error: unknown) => {
    throw usageError('cannotServe', host, port, messageOf(error));
  });
}

/** `NAME:PASSWORD`. Throws `UsageError`. */
function readAccount(written: string): Credentials {
  const at = written.indexOf(':');
  const [local, password] = [written.slice(0, at).toLowerCase(), written.slice(at + 1)];
  if (at < 1 || password === '' || local.includes('@')) throw usageError('servedAccount');
  return { local, password };
}

/** Certificates of the user, of an authority that is written for the clients, or of nobody. Throws `UsageError`. */
async function certificateSource(
  { tls, ca, cert, key }: ServeOptions,
  domain: string,
): Promise<(() => Promise<Certificate>) | undefined> {
  const isGiven = cert !== undefined || key !== undefined;
  if (tls === 'none' && (ca !== undefined || isGiven)) throw usageError('certificateUnused');
  if (tls === 'none') return undefined;
  if (isGiven) {
    if (cert === undefined || key === undefined || ca !== undefined) throw usageError('certificateHalf');
    const given = { cert: textOf('--cert', cert), key: textOf('--key', key) };
    return () => Promise.resolve(given);
  }
  if (ca === undefined) return () => selfSigned(domain).catch(reportMissing);
  const writeAuthority = openFile(ca);
  const authority = await createAuthority();
  const certificate = await issued(domain, authority, {});
  writeAuthority(authority.cert);
  return () => Promise.resolve(certificate);
}

function textOf(option: string, file: string): string {
  try {
    return readText(file, MOST_BYTES);
  } catch (error) {
    throw usageErrorFrom(error, 'cannotRead', option, file, troubleOf(error));
  }
}

/** One line of JSON an event. */
const tellsAll = (
  { follow }: ServeOptions,
  write: Write,
  take: (from: string, stanza: Parameters<NonNullable<Witness['stanza']>>[2]) => void,
): Witness => ({
  login: (jid) => write({ event: 'login', jid }),
  loginFailed: (failure) => write({ event: 'login-failed', ...failure }),
  closed: (jid) => write({ event: 'closed', jid }),
  stanza: (direction, jid, stanza) => {
    if (follow) write({ event: direction, jid, stanza: serialize(stanza) });
    if (direction === 'received') take(jid, stanza);
  },
});

/** Lines for people, with `--follow`. */
function tellsPeople({ follow }: ServeOptions): Witness {
  if (!follow) return {};
  const began = performance.now();
  const line = (text: string) =>
    void process.stdout.write(`${Math.round(performance.now() - began)} ms  `.padStart(12).concat(`${text}\n`));
  return {
    login: (jid) => line(`${jid}  ${notices().loggedIn}`),
    loginFailed: ({ user = '?', condition, why = '' }) => line(`${user}  ${notices().loginFailed(condition, why)}`),
    closed: (jid) => line(`${jid}  ${notices().streamEnded}`),
    stanza: (direction, jid, stanza) =>
      line(`${direction === 'received' ? `${jid} -> server` : `server -> ${jid}`}  ${serialize(stanza)}`),
  };
}

const componentAt = ({ host, domain, componentPort }: ReferenceServer): string | undefined =>
  componentPort === undefined ? undefined : `component://${host}:${componentPort}/${componentDomain(domain)}`;

function readyEvent(
  { tls, ca }: ServeOptions,
  server: ReferenceServer,
  accounts: readonly Credentials[],
): Readonly<Record<string, unknown>> {
  const { host, port, domain } = server;
  return {
    ...{ event: 'ready', host, port, domain, tls },
    ...(ca !== undefined && { ca }),
    accounts: accounts.map(({ local }) => `${local}@${domain}`),
    ...(componentAt(server) !== undefined && { remote: componentAt(server) }),
  };
}

/** Says where the server is, and how to log in. */
function announce({ mutant, open, ca }: ServeOptions, server: ReferenceServer, accounts: readonly Credentials[]): void {
  const words = notices();
  const { domain } = server;
  const address = `xmpp://${server.host}:${server.port}`;
  const what = mutant === undefined ? words.serving(domain, address) : words.servingFault(domain, mutant, address);
  const remote = componentAt(server);
  const component = remote === undefined ? words.noRemoteDomain : `--remote ${remote}`;
  const names = accounts.map(({ local }) => `${local}@${domain}`).join(COMMON[ownLanguage()].comma);
  const how = open ? words.logInAsAny(domain) : names === '' ? words.logInHow(domain) : words.logInAs(names);
  const certificate = ca === undefined ? [] : [words.authorityIn(ca)];
  const resolves = domain === 'localhost' ? [] : [words.resolvesNowhere(domain)];
  const lines = [`${what}${COMMON[ownLanguage()].semicolon}${component}`, how, ...certificate, ...resolves];
  process.stdout.write(`${lines.join('\n')}\n`);
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

/** Calls `stop` at a signal, which is how a server is meant to end, and where nobody reads its output any more. */
function untilSignal(stop: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  process.stdout.on('error', stop);
  return () => {
    for (const name of signals) process.off(name, stop);
    process.stdout.off('error', stop);
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
