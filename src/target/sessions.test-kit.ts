// For integration tests of every room: accounts and logins on a launched server.

import { InBandProvider } from '../lease/in-band-provider.ts';
import type { Account, Session } from '../model/session.ts';
import { createConnect, createOpenStream } from '../xmpp/connect.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import type { LaunchedTarget } from './launched-target.ts';

/** Timeout of each wait; 64 TLS handshakes at once take 0.3 s. */
const TIMEOUT_MS = 10_000;

/** Registers an account in band. */
export async function register({ address }: Pick<LaunchedTarget, 'address'>, name: string): Promise<Account> {
  const account = { jid: `${name}@${address.domain}`, password: 'fair-as-the-morning' };
  const streams = new OpenStreams();
  const openers = { openStream: createOpenStream(streams), connect: createConnect(address, streams) };
  const provider = new InBandProvider({ address, ...openers, timeoutMs: TIMEOUT_MS });
  await provider.create(account, () => undefined);
  await provider.close();
  return account;
}

/** A session of an account, with resource `x`. */
export function logIn({ address }: LaunchedTarget, account: Account): Promise<Session> {
  const quiet = { answers: true, timeoutMs: TIMEOUT_MS, record: () => undefined };
  return createConnect(address, new OpenStreams())({ account, resource: 'x', ...quiet });
}
