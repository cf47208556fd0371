import type { Account, Connect, Session } from '../model/session.ts';

/** Opens a session for work on the account itself: no transcript records it. Its inbox is empty unless `discards` is false. */
export function logIn(
  account: Account,
  connect: Connect,
  { timeoutMs, discards = true }: { readonly timeoutMs: number; readonly discards?: boolean },
): Promise<Session> {
  return connect({ account, resource: 'xmppspec', answers: true, discards, timeoutMs, record: () => undefined });
}
