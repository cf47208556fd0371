// The registry of targets that xmppspec can launch: one line and one file each. `target-names.ts` names them.

import type { LaunchObstacle } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { Mode } from '../reference/mode.ts';
import { type Credentials, type ReferenceServer, startReference } from '../reference/server.ts';
import { selfSigned } from './certificate.ts';
import { ejabberd, ejabberdDebian, ejabberdS2s } from './ejabberd.ts';
import { jabberd2 } from './jabberd2.ts';
import { launchServer, obstacleTo, secret } from './launch-server.ts';
import { DEFAULT_DOMAIN, type LaunchedTarget, type LaunchOptions, type ServerRecipe } from './launched-target.ts';
import { prosody, prosodyDebian, prosodyS2s } from './prosody.ts';
import { componentDomain, type TargetName } from './target-names.ts';
import { systemName } from './this-machine.ts';

interface Launcher {
  obstacle(): LaunchObstacle | undefined;
  launch(options: LaunchOptions): Promise<LaunchedTarget>;
}

const LAUNCHERS: Readonly<Record<TargetName, Launcher>> = {
  reference: referenceLauncher(),
  prosody: serverLauncher(prosody, { ...prosodyS2s, name: 'prosody' }),
  ejabberd: serverLauncher(ejabberd, { ...ejabberdS2s, name: 'ejabberd' }),
  jabberd2: serverLauncher(jabberd2),
  'prosody-s2s': serverLauncher(prosodyS2s),
  'ejabberd-s2s': serverLauncher(ejabberdS2s),
  'prosody-debian': serverLauncher(prosodyDebian),
  'ejabberd-debian': serverLauncher(ejabberdDebian),
  'reference-relaxed': referenceLauncher('relaxed'),
  'reference-noisy': referenceLauncher('noisy'),
  'reference-overriding': referenceLauncher('overriding'),
};

/**
 * Launches a target and waits until it answers. Rejects with `ProblemError`, or with the reason of `options.signal`;
 * then no process and no directory is left.
 */
export function launchTarget(name: TargetName, options: LaunchOptions = {}): Promise<LaunchedTarget> {
  return LAUNCHERS[name].launch(options);
}

/** What prevents a launch of the target, such as a program that is not installed; undefined when nothing does. */
export function launchObstacle(name: TargetName): LaunchObstacle | undefined {
  return LAUNCHERS[name].obstacle();
}

function referenceLauncher(mode?: Mode): Launcher {
  return { obstacle: () => undefined, launch: (options) => launchReference(options, mode) };
}

/** `federated` is the recipe for a server among others. */
function serverLauncher(recipe: ServerRecipe, federated = recipe): Launcher {
  return {
    obstacle: () => obstacleTo(recipe),
    launch: (options) => launchServer(options.federation === undefined ? recipe : federated, options),
  };
}

/** Longest roster item name and group name, in characters: as long as a part of a JID may be (RFC 7622 3.3). */
const LIMITS = { name: 1023, group: 1023 } as const;

/** The secrets of one launch. */
interface Secrets {
  readonly admin: Credentials;
  readonly special: Readonly<Record<'rosterless' | 'roster-read-only' | 'moved', Credentials>>;
  readonly component: { readonly domain: string; readonly secret: string };
}

/**
 * Launches the embedded reference server in this process, strict without a mode. It runs openssl only when a client asks
 * for StartTLS. It proves its domain to other servers by dialback (XEP-0220): it has no TLS between servers.
 */
async function launchReference(options: LaunchOptions, mode?: Mode): Promise<LaunchedTarget> {
  const { domain = DEFAULT_DOMAIN, toolVersion: version = '', fault, federation, signal } = options;
  const secrets = makeSecrets(domain);
  signal?.throwIfAborted();
  const server = await startReference({
    domain,
    version,
    limits: LIMITS,
    // SCRAM would cost 4,096 rounds for each new account, which logs in once or twice.
    mechanisms: ['PLAIN'],
    ...secrets,
    ...(federation && { s2s: { servers: federation.servers } }),
    tls: () => selfSigned(domain),
    fault,
    mode,
  });
  const name = mode === undefined ? 'reference' : `reference-${mode}`;
  return {
    name,
    ...launched(server, secrets),
    installed: async () => ({ software: 'xmppspec reference', version, os: systemName() }),
  };
}

function launched(server: ReferenceServer, secrets: Secrets): Omit<LaunchedTarget, 'name' | 'installed'> {
  const { host, port, componentPort, s2sPort, domain, restart, stop } = server;
  const accountOf = ({ local, password }: Credentials): Account => ({ jid: `${local}@${domain}`, password });
  const special = Object.entries(secrets.special).map(([name, credentials]) => [name, accountOf(credentials)]);
  return {
    // TLS within one process protects nothing and took half of a run; the server offers StartTLS all the same.
    address: { host, port, domain, tls: 'plain', insecure: false },
    component: componentPort === undefined ? undefined : { host, port: componentPort, ...secrets.component },
    givesUpSoon: true,
    s2s: s2sPort === undefined ? undefined : { host, port: s2sPort },
    ambient: [],
    isIsolated: s2sPort === undefined,
    limits: LIMITS,
    special: Object.fromEntries(special),
    provision: 'in-band',
    admin: accountOf(secrets.admin),
    cpuMs: () => undefined,
    restart,
    stop,
  };
}

function makeSecrets(domain: string): Secrets {
  const credentials = (local: string): Credentials => ({ local, password: secret() });
  return {
    admin: credentials('admin'),
    special: {
      rosterless: credentials('rosterless'),
      'roster-read-only': credentials('roster-read-only'),
      moved: credentials('moved'),
    },
    component: { domain: componentDomain(domain), secret: secret() },
  };
}
