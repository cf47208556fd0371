// After a case its sessions end, and its accounts are given back: washed where the run lends them again.

import type { Loan, Session, UsedAccount, Wash } from '../model/session.ts';
import { actorOf, resourceOf } from '../stanza/jid.ts';
import type { CaseContext } from './case-context.ts';
import type { LeftSessions } from './case-sessions-options.ts';
import { farewell } from './farewell.ts';
import { lastingPlan, localActors, MADE_ACCOUNTS } from './needs.ts';
import { isUntouched, leavesTraces, requestersOf } from './traces.ts';

/** An account on loan to an actor of the case. */
interface Lent {
  readonly actor: string;
  readonly loan: Loan;
  /** The run has made the account, or the user has given it for cases. */
  readonly isOrdinary: boolean;
  /** The case may have changed the account. */
  readonly isTouched: boolean;
  /** The name of the session that a later case can use. */
  readonly lasting: string | undefined;
}

/**
 * Ends the sessions of a case and gives its accounts back. Those that it has touched are clean all together or not at all:
 * what is removed from one may still reach the others. One session of an account ends last, where it helps to wash or to
 * remove the account, or goes on in a later case, where this one has passed; remote ones see all others leave. Never rejects.
 */
export async function returnAccounts(context: CaseContext, loans: readonly Loan[], hasPassed: boolean): Promise<void> {
  const { env, sessions } = context;
  const left = await sessions.leave();
  const lent = lentIn(context, loans, left);
  const wash = washOf(context, left);
  // A session that the server lets send few more subscription stanzas is of no use.
  const isLimited = env.limits?.find('subscription-count') !== undefined;
  const useful = lent.filter(({ loan, isOrdinary }) => !isLimited && isOrdinary && (loan.takesSession || wash));
  const last = lastSessions(left, useful);
  const [locals, remotes] = bySide(context, left);
  const others = locals.filter((session) => ![...last.values()].includes(session));
  await farewell([others], env.timeoutMs);
  if (last.size > 0) sessions.transcript.end();
  const isWashed =
    wash !== undefined && others.every(hasEnded) && (await wash(usedIn(context, lent, last), env.order.settleMs));
  const lasting = isWashed && hasPassed ? lastingIn(context, last) : [];
  const ending = locals.filter((session) => !lasting.includes(session));
  if (isWashed) await farewell([ending], env.timeoutMs);
  const isClean = isWashed && ending.every(hasEnded);
  const unclean = lent.filter(({ isTouched }) => isTouched && !isClean);
  await Promise.all(lent.map((one) => one.loan.giveBack(!unclean.includes(one), last.get(one.actor))));
  // The sessions of clean accounts belong to the lender.
  const own = unclean.flatMap(({ actor }) => last.get(actor) ?? []);
  await farewell([own, remotes], env.timeoutMs);
}

/** Those that a later case can use. */
function lastingIn({ case: aCase }: CaseContext, last: ReadonlyMap<string, Session>): readonly Session[] {
  return localActors(aCase).flatMap((actor) => {
    const session = last.get(actor.name);
    const isPlanned = session !== undefined && resourceOf(session.jid) === lastingPlan(actor)?.resource;
    return isPlanned && session.handOver !== undefined && session.ended === undefined ? [session] : [];
  });
}

const hasEnded = ({ isClosedByServer }: Session): boolean => isClosedByServer;

function lentIn(context: CaseContext, loans: readonly Loan[], { isUncertain }: LeftSessions): readonly Lent[] {
  return localActors(context.case).flatMap((one, at) => {
    const { name: actor, account: kind } = one;
    const loan = loans[at];
    if (loan === undefined) return [];
    const isTouched = isUncertain || !isUntouched(loan.account, actor, context);
    return [{ actor, loan, isOrdinary: MADE_ACCOUNTS.includes(kind), isTouched, lasting: lastingPlan(one)?.ref }];
  });
}

/** An open session of each actor, if possible one that a later case can use. */
function lastSessions({ connected }: LeftSessions, lent: readonly Lent[]): ReadonlyMap<string, Session> {
  const isWanted = (ref: string) => lent.some(({ actor }) => actor === actorOf(ref));
  const isLasting = (ref: string) => lent.some(({ lasting }) => lasting === ref);
  const open = [...connected].filter(([ref, session]) => session.ended === undefined && isWanted(ref));
  const inOrder = [...open.filter(([ref]) => !isLasting(ref)), ...open.filter(([ref]) => isLasting(ref))];
  return new Map(inOrder.map(([ref, session]) => [actorOf(ref), session]));
}

/** Local sessions, and remote ones. */
function bySide(
  { case: { actors } }: CaseContext,
  { connected }: LeftSessions,
): [readonly Session[], readonly Session[]] {
  const isRemote = (ref: string) => actors.some((actor) => actor.isRemote && actor.name === actorOf(ref));
  const sessions = [...connected];
  return [
    sessions.flatMap(([ref, session]) => (isRemote(ref) ? [] : [session])),
    sessions.flatMap(([ref, session]) => (isRemote(ref) ? [session] : [])),
  ];
}

/** Undefined where a wash is not wanted, or cannot remove what the case has left. */
function washOf(context: CaseContext, { isUncertain }: LeftSessions): Wash | undefined {
  const { wash, signal } = context.env;
  return isUncertain || signal.aborted || leavesTraces(context) ? undefined : wash;
}

/** What is to be washed. */
function usedIn(
  context: CaseContext,
  lent: readonly Lent[],
  last: ReadonlyMap<string, Session>,
): readonly UsedAccount[] {
  return lent
    .filter(({ isOrdinary, isTouched }) => isOrdinary && isTouched)
    .map(({ actor, loan: { account } }) => ({
      account,
      session: last.get(actor),
      requesters: requestersOf(account, context),
    }));
}
