// The server that clients under test log in to: the reference server, whose witness tells each session what its client does.

import type { Served } from '../model/client.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Control } from '../reference/control.ts';
import { type ReferenceServer, startReference } from '../reference/server.ts';
import type { Account, FaultHooks } from '../reference/server-state.ts';
import { bareOf, prepare } from '../stanza/jid.ts';
import { child, elements, NS } from '../stanza/xml.ts';

/** Hears one client. */
export interface ClientWitness {
  /** It has bound a resource: its full JID. */
  login(jid: string): void;
  loginFailed(condition: string): void;
  received(stanza: XmlElement): void;
  sent(stanza: XmlElement): void;
  closed(how: string): void;
}

interface Watched {
  readonly witness: ClientWitness;
  readonly served: Served;
  /** Undefined until the login. */
  jid: string | undefined;
  hasRoster: boolean;
}

export interface ClientServerOptions {
  readonly domain: string;
  /** PEM key and certificate; undefined: there is no TLS. */
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  readonly version: string;
}

/** A running server for clients under test. */
export interface ClientServer {
  readonly server: ReferenceServer;
  readonly control: Control;
  /** The next login of this account, a bare JID, is that of a client under test. Returns what ends that. */
  watch(account: string, served: Served, witness: ClientWitness): () => void;
}

/** Starts the server. Rejects where a port cannot be had, or a certificate cannot be made. */
export async function startClientServer({ tls, ...options }: ClientServerOptions): Promise<ClientServer> {
  const byAccount = new Map<string, Watched>();
  const watched = (jid: string): Watched | undefined => {
    const one = byAccount.get(bareOf(jid));
    return one?.jid === jid ? one : undefined;
  };
  const server = await startReference({
    domain: options.domain,
    version: options.version,
    ...(tls !== undefined && { tls: async () => tls, directTls: 0 }),
    fault: { hooks: hooksOf((account) => byAccount.get(account.jid)) },
    witness: {
      login: (jid) => {
        const one = byAccount.get(bareOf(jid));
        if (one === undefined || one.jid !== undefined) return;
        one.jid = jid;
        one.witness.login(jid);
      },
      loginFailed: ({ condition, user = '' }) =>
        byAccount.get(`${user}@${prepare(options.domain)}`)?.witness.loginFailed(condition),
      stanza: (direction, jid, stanza) => watched(jid)?.witness[direction](stanza),
      closed: (jid, how) => watched(jid)?.witness.closed(how),
    },
  });
  const watch: ClientServer['watch'] = (account, served, witness) => {
    const one: Watched = { witness, served, jid: undefined, hasRoster: false };
    byAccount.set(account, one);
    return () => void (byAccount.get(account) === one && byAccount.delete(account));
  };
  return { server, control: server.control, watch };
}

/** Where the server differs from itself for a login. */
const hooksOf = (of: (account: Account) => Watched | undefined): FaultHooks => ({
  features: (features, account) => {
    const { without = [] } = (account && of(account)?.served) ?? {};
    if (without.length === 0) return features;
    return { ...features, children: elements(features).filter(({ name }) => !without.includes(name)) };
  },
  toClient: (stanza, { resource }) => {
    const one = of(resource.account);
    const isRoster = stanza.attrs['type'] === 'result' && child(stanza, 'query', NS.roster) !== undefined;
    if (one?.served.roster === undefined || one.hasRoster || !isRoster || one.jid !== resource.jid) return [stanza];
    one.hasRoster = true;
    const { id = '' } = stanza.attrs;
    return one.served.roster.map((other) => ({ ...other, attrs: { id, to: resource.jid, ...other.attrs } }));
  },
});
