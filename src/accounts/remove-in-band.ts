// XEP-0077 3.2: an account cancels its registration.

import type { Account, Connect, Session } from '../model/session.ts';
import { errorCondition, iqRequest } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';
import { findProblem, isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import { logIn } from './log-in.ts';

/** A server may end the stream instead of answering; a second login shows whether the account is gone. */
const TRIES = 2;

interface Removal {
  readonly connect: Connect;
  readonly timeoutMs: number;
}

/** Logs in and cancels the registration. An account that may not log in counts as gone. Rejects when it may still exist. */
export async function removeInBand(account: Account, removal: Removal): Promise<void> {
  for (let tries = TRIES; tries > 0; tries -= 1) {
    const session = await logInUnlessGone(account, removal);
    if (session === undefined || (await isCancelled(session, account, removal.timeoutMs))) return;
  }
  throw new ProblemError({ kind: 'removal-unanswered', jid: account.jid });
}

async function logInUnlessGone(account: Account, { connect, timeoutMs }: Removal): Promise<Session | undefined> {
  try {
    return await logIn(account, connect, { timeoutMs });
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}

/** RFC 6120 6.5.10: servers do not distinguish an unknown account from a wrong password, and our password is right. */
function isUnknown(error: unknown): boolean {
  const problem = problemOf(error);
  const refusals = (['login-refused', 'binding-refused', 'stream-error'] as const).map((kind) =>
    findProblem(problem, kind),
  );
  return refusals.some((refusal) => refusal?.condition === 'not-authorized');
}

/** False when the server ended the stream instead of answering. */
async function isCancelled(session: Session, { jid }: Account, timeoutMs: number): Promise<boolean> {
  try {
    const remove = element('query', NS.register, {}, [element('remove', NS.register)]);
    const condition = errorCondition(await session.request(iqRequest('set', remove), 'setup', timeoutMs));
    if (condition === undefined) return true;
    throw new ProblemError({ kind: 'removal-refused', jid, condition });
  } catch (error) {
    if (session.ended === undefined || isExpired(error)) throw error;
    return false;
  } finally {
    await session.close(timeoutMs);
  }
}
