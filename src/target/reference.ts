import { randomBytes } from 'node:crypto';
import type { Account } from '../model/session.ts';
import { type Credentials, startReference } from '../reference/server.ts';
import { selfSigned } from './certificate.ts';
import { DEFAULT_DOMAIN, type LaunchedTarget, type LaunchOptions } from './launched-target.ts';
import { remoteDomainBeside } from './remote-domain.ts';

/** Longest name and group name it takes: as long as a part of an address may be (RFC 7622 3.3). */
const LIMITS = { name: 1023, group: 1023 } as const;

/** Launches the embedded reference server, in this process. Rejects with `NotInstalled` without openssl. */
export async function launchReference(options: LaunchOptions): Promise<LaunchedTarget> {
  const { domain = DEFAULT_DOMAIN, toolVersion: version = '', fault } = options;
  // A mutant is one of a thousand, and nobody reaches it over TLS.
  const tls = fault ? undefined : await selfSigned(domain);
  const admin = credentials('admin');
  const component = { domain: remoteDomainBeside(domain), secret: password() };
  const special = {
    rosterless: credentials('rosterless'),
    'roster-read-only': credentials('roster-read-only'),
    moved: credentials('moved'),
  };
  options.signal?.throwIfAborted();
  const server = await startReference({
    domain,
    version,
    limits: LIMITS,
    // Inside TLS; SCRAM would cost 4,096 rounds for each new account, and each has one login or two.
    mechanisms: ['PLAIN'],
    admin,
    special,
    component,
    ...(tls && { tls: { key: tls.key, cert: tls.certificate } }),
    ...(fault && { fault }),
  });
  const { host, port, componentPort } = server;
  const accountOf = ({ local, password }: Credentials): Account => ({ jid: `${local}@${server.domain}`, password });
  return {
    name: 'reference',
    // TLS within one process protects nothing and took half of a run; the server offers StartTLS all the same.
    address: { host, port, domain: server.domain, tls: 'plain', insecure: false, ...(tls && { ca: tls.certificate }) },
    ...(componentPort !== undefined && { component: { host, port: componentPort, ...component } }),
    ambient: [],
    limits: LIMITS,
    special: {
      rosterless: accountOf(special.rosterless),
      'roster-read-only': accountOf(special['roster-read-only']),
      moved: accountOf(special.moved),
    },
    provision: 'in-band',
    admin: accountOf(admin),
    installed: async () => ({ software: 'xmppspec reference', version }),
    cpuMs: () => undefined,
    stop: server.stop,
  };
}

function credentials(local: string): Credentials {
  return { local, password: password() };
}

const password = (): string => randomBytes(16).toString('hex');
