// For integration tests of every room: accounts and logins on a launched server.

import { InBand } from '../accounts/in-band.ts';
import type { Account, Connect, Session } from '../model.ts';
import { createConnect, openStream } from '../xmpp/connect.ts';
import { retrying } from '../xmpp/retrying.ts';
import type { LaunchedTarget } from './launched-target.ts';

/** Bounds a wait that fails; 64 TLS handshakes at once take 0.3 s. */
const TIMEOUT_MS = 10_000;

/** Logs in as often as the target needs. */
export function connectTo({ address, loginRetries = 0 }: LaunchedTarget): Connect {
  return retrying(createConnect(address), loginRetries);
}

/** Registers an account in band. */
export async function register(target: LaunchedTarget, name: string): Promise<Account> {
  const { address, loginRetries = 0 } = target;
  const account = { jid: `${name}@${address.domain}`, password: 'fair' };
  const provider = new InBand({
    address,
    connect: connectTo(target),
    openStream: retrying(openStream, loginRetries),
    timeoutMs: TIMEOUT_MS,
  });
  await provider.create(account, () => undefined);
  await provider.close();
  return account;
}

/** A session of an account, with resource `x`. */
export function logIn(target: LaunchedTarget, account: Account): Promise<Session> {
  const quiet = { answers: true, timeoutMs: TIMEOUT_MS, record: () => undefined };
  return connectTo(target)({ account, resource: 'x', ...quiet });
}
