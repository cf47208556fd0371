import { randomBytes } from 'node:crypto';
import type { Account, Connect, Session } from '../model/session.ts';
import { CLOSE_TIMEOUT_MS } from '../xmpp/deadline.ts';

interface LoginOptions {
  readonly timeoutMs: number;
  readonly discards?: boolean;
}

/**
 * Opens a session for work on the account itself: no transcript records it. Its resource is new, so that it replaces no
 * session, and shows to another user of the account that this run is there. Its inbox is empty unless `discards`
 * is false.
 */
export function logIn(
  account: Account,
  connect: Connect,
  { timeoutMs, discards = true }: LoginOptions,
): Promise<Session> {
  const resource = `xmppspec-${randomBytes(4).toString('hex')}`;
  return connect({ account, resource, answers: true, discards, timeoutMs, record: () => undefined });
}

/** Closes such a session. Nothing depends on its end, so a server that does not answer is waited for only shortly. Never rejects. */
export function logOut(session: Session, timeoutMs: number): Promise<void> {
  return session.close(Math.min(timeoutMs, CLOSE_TIMEOUT_MS));
}

/** Uses a session that keeps what arrives, and closes it. Rejects where it cannot be opened. */
export async function onSession<T>(
  account: Account,
  { connect, timeoutMs }: { readonly connect: Connect; readonly timeoutMs: number },
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await logIn(account, connect, { timeoutMs, discards: false });
  return use(session).finally(() => logOut(session, timeoutMs));
}
