// XEP-0077 3.2: an account cancels its registration.

import type { Problem } from '../model/problem.ts';
import type { Account, Connect, Session } from '../model/session.ts';
import { errorCondition, errorText, iqRequest } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';
import { findProblem, isExpired, problemOf } from '../wording/problems.ts';
import { logIn, logOut } from './log-in.ts';
import { END_MS } from './numbers.ts';
import { ProvisionError } from './provider.ts';

interface Removal {
  readonly connect: Connect;
  readonly timeoutMs: number;
}

/**
 * Cancels the registration, on an open session of the account or after a login. Resolves with the refusal of the login when it is
 * the one for an account that does not exist: `not-authorized`, which may have other reasons. Rejects when the account may still
 * exist.
 */
export async function removeInBand(account: Account, removal: Removal, open?: Session): Promise<Problem | undefined> {
  if (open?.ended === undefined && open !== undefined && (await isCancelledOn(open, removal.timeoutMs)))
    return undefined;
  const session = await logInUnlessRefused(account, removal);
  if (!('send' in session)) return session;
  if (await isCancelled(session, removal.timeoutMs)) return undefined;
  // The server ended the stream instead of answering; a second login shows whether the account is gone.
  const second = await logInUnlessRefused(account, removal);
  if (!('send' in second) || (await isCancelled(second, removal.timeoutMs))) return undefined;
  throw new ProvisionError({ kind: 'removal-unanswered' }, 'unknown');
}

/** On the session of a case. False also where it is not answered in time: the server may have stopped reading that stream. */
async function isCancelledOn(session: Session, timeoutMs: number): Promise<boolean> {
  try {
    return await isCancelled(session, Math.min(timeoutMs, END_MS));
  } catch (error) {
    if (isExpired(error)) return false;
    throw error;
  }
}

async function logInUnlessRefused(account: Account, { connect, timeoutMs }: Removal): Promise<Session | Problem> {
  try {
    return await logIn(account, connect, { timeoutMs });
  } catch (error) {
    const problem = problemOf(error);
    if (isUnknown(problem)) return problem;
    throw error;
  }
}

/** RFC 6120 6.5.10: servers do not distinguish an unknown account from a wrong password, and our password is right. */
function isUnknown(problem: Problem): boolean {
  const refusals = (['login-refused', 'binding-refused', 'stream-error'] as const).map((kind) =>
    findProblem(problem, kind),
  );
  return refusals.some((refusal) => refusal?.condition === 'not-authorized');
}

/** False when the server ended the stream instead of answering. */
async function isCancelled(session: Session, timeoutMs: number): Promise<boolean> {
  try {
    const remove = element('query', NS.register, {}, [element('remove', NS.register)]);
    const answer = await session.request(iqRequest('set', remove), 'setup', timeoutMs);
    const condition = errorCondition(answer);
    if (condition === undefined) return true;
    throw new ProvisionError({ kind: 'removal-refused', condition, ...errorText(answer) }, 'not-done');
  } catch (error) {
    if (session.ended === undefined || isExpired(error) || error instanceof ProvisionError) throw error;
    return false;
  } finally {
    await logOut(session, timeoutMs);
  }
}
