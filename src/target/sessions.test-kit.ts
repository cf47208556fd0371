// For integration tests of every room: accounts and logins on a launched server.

import { InBandProvider } from '../accounts/in-band-provider.ts';
import type { Account, Session } from '../model/session.ts';
import { createConnect, openStream } from '../xmpp/connect.ts';
import type { LaunchedTarget } from './launched-target.ts';

/** Timeout of each wait; 64 TLS handshakes at once take 0.3 s. */
const TIMEOUT_MS = 10_000;

/** Registers an account in band. */
export async function register({ address }: LaunchedTarget, name: string): Promise<Account> {
  const account = { jid: `${name}@${address.domain}`, password: 'fair' };
  const provider = new InBandProvider({ address, connect: createConnect(address), openStream, timeoutMs: TIMEOUT_MS });
  await provider.create(account, () => undefined);
  await provider.close();
  return account;
}

/** A session of an account, with resource `x`. */
export function logIn({ address }: LaunchedTarget, account: Account): Promise<Session> {
  const quiet = { answers: true, timeoutMs: TIMEOUT_MS, record: () => undefined };
  return createConnect(address)({ account, resource: 'x', ...quiet });
}
