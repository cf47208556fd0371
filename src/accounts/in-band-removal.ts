// XEP-0077 3.2: an account cancels itself.

import type { Account, Connect, Session } from '../model/session.ts';
import { Expired } from '../xmpp/expired.ts';
import { conditionOf, element, iq } from './iq.ts';
import { logIn } from './log-in.ts';

/** A server may end the stream instead of answering; a second login tells whether the account is gone. */
const TRIES = 2;

interface Removal {
  readonly connect: Connect;
  readonly timeoutMs: number;
}

/** Logs in and cancels the registration. An account that may not log in is gone. Rejects when it may still exist. */
export async function removeInBand(account: Account, removal: Removal): Promise<void> {
  for (let tries = TRIES; tries > 0; tries -= 1) {
    const session = await logInUnlessGone(account, removal);
    if (session === undefined || (await isCancelled(session, account, removal.timeoutMs))) return;
  }
  throw new Error(`${account.jid} was to be removed, and the server closed the stream without removing it`);
}

async function logInUnlessGone(account: Account, { connect, timeoutMs }: Removal): Promise<Session | undefined> {
  try {
    return await logIn(account, connect, timeoutMs);
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}

/** RFC 6120 6.5.10: servers do not tell an unknown account from a wrong password, and ours is not wrong. */
function isUnknown(error: unknown): boolean {
  return error instanceof Error && /\bnot-authorized\b/.test(error.message);
}

async function isCancelled(session: Session, account: Account, timeoutMs: number): Promise<boolean> {
  try {
    const remove = element('query', 'jabber:iq:register', {}, [element('remove', 'jabber:iq:register')]);
    const condition = conditionOf(await session.request(iq('set', remove), 'setup', timeoutMs));
    if (condition === undefined) return true;
    throw new Error(`${account.jid} could not be removed (${condition})`);
  } catch (error) {
    if (session.ended === undefined || error instanceof Expired) throw error;
    return false;
  } finally {
    await session.close(timeoutMs);
  }
}
