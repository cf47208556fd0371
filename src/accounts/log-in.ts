import type { Account, Connect, Session } from '../model/session.ts';

/** Opens a session for work on the account itself; no transcript records it. */
export function logIn(account: Account, connect: Connect, timeoutMs: number): Promise<Session> {
  return connect({ account, resource: 'xmppspec', answers: true, timeoutMs, record: () => undefined });
}
