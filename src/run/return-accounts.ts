// After a case its sessions end, and its accounts are given back: washed where the run lends them again.

import type { Actor } from '../model/case.ts';
import type { Loan, Session, UsedAccount, Wash } from '../model/session.ts';
import { actorOf, resourceOf } from '../stanza/jid.ts';
import type { CaseContext } from './case-context.ts';
import type { LeftSessions } from './case-sessions-options.ts';
import { reopenFenceSession, sideOf } from './environment.ts';
import { washFence } from './fence.ts';
import { localActors, MADE_ACCOUNTS } from './needs.ts';
import { farewell } from './open-sessions.ts';
import { isUntouched, leavesTraces, requestersOf } from './traces.ts';

/** An account on loan to an actor of the case. */
interface Lent {
  readonly actor: Actor;
  readonly loan: Loan;
  /** The run has made the account, or the user has given it for cases. */
  readonly isOrdinary: boolean;
  /** The case may have changed the account. */
  readonly isTouched: boolean;
  /** The open session that washes the account, or helps to remove it; undefined: none does. */
  readonly last: Session | undefined;
  /** `last` goes on in a later case. */
  readonly goesOn: boolean;
  /** Further open sessions that go on in later cases. */
  readonly resting: readonly Session[];
}

/** The sessions that are open until the account goes back, that which helps to wash or to remove it first. */
const openOf = ({ last, resting }: Lent): readonly Session[] => [...(last === undefined ? [] : [last]), ...resting];

/**
 * Ends the sessions of a case and gives its accounts back. Those that it has touched are clean all together or not at all:
 * what is removed from one may still reach the others. One session of an account ends last, where it helps to wash or to
 * remove the account. Where the case is conclusive, ordinary ones go on in later cases. Remote ones see all others leave. Never
 * rejects.
 */
export async function returnAccounts(
  context: CaseContext,
  loans: readonly Loan[],
  isConclusive: boolean,
): Promise<void> {
  const { env, sessions } = context;
  await recover(context);
  const left = await sessions.leave();
  const wash = washOf(context, left);
  const lent = lentIn(context, { loans, left, wash, isConclusive });
  const open = lent.flatMap(openOf);
  const [locals, remotes] = bySide(context, left);
  const others = locals.filter((session) => !open.includes(session));
  await farewell([others], env.timeoutMs);
  if (open.length > 0) sessions.transcript.end();
  const isWashed =
    wash !== undefined && others.every(hasEnded) && (await wash(usedIn(context, lent), washFence(context.case, env)));
  const ending = isWashed ? lent.flatMap(({ last, goesOn }) => (last === undefined || goesOn ? [] : [last])) : [];
  await farewell([ending], env.timeoutMs);
  const isClean = isWashed && [...others, ...ending].every(hasEnded);
  const unclean = lent.filter(({ isTouched }) => isTouched && !isClean);
  await Promise.all(lent.map((one) => one.loan.giveBack(!unclean.includes(one), openOf(one))));
  // The sessions of clean accounts belong to the lender.
  await farewell([unclean.flatMap(openOf), remotes], env.timeoutMs);
}

/**
 * Brings the servers back to where the next case finds them, if this one has touched them. Where they do not reach each other after
 * a restart, the one that restarted first has met the end of the other: then it restarts last. Never rejects.
 */
async function recover({ env, link, sessions }: CaseContext): Promise<void> {
  try {
    for (const isReversed of [false, true]) {
      const names = await link.recover(sessions.waysBetween());
      for (const name of isReversed ? names.toReversed() : names) {
        await link.restart(name);
        await reopenFenceSession(name === 'B' && env.peer !== undefined ? env.peer : env);
      }
      if (names.length === 0) return;
    }
  } catch {
    // What is lost is lost for the cases that follow, too: they say so.
  }
}

const hasEnded = ({ isClosedByServer }: Session): boolean => isClosedByServer;

interface Ended {
  readonly loans: readonly Loan[];
  readonly left: LeftSessions;
  readonly wash: Wash | undefined;
  readonly isConclusive: boolean;
}

function lentIn(context: CaseContext, { loans, left, wash, isConclusive }: Ended): readonly Lent[] {
  return localActors(context.case).flatMap((one, at) => {
    const loan = loans[at];
    if (loan === undefined) return [];
    // A session that the server lets send few more subscription stanzas is of no use.
    const isLimited = sideOf(one, context.env).limits?.find('subscription-count') !== undefined;
    const isOrdinary = MADE_ACCOUNTS.includes(one.account);
    const isTouched = left.isUncertain || !isUntouched(loan.account, one.name, context);
    const isUseful = !isLimited && isOrdinary && (loan.takesSession || wash !== undefined);
    const open = isUseful ? openSessions(one, left) : [];
    const lasting = open.filter(({ isLasting }) => isLasting && isConclusive && wash !== undefined);
    // One that has sent no presence stays so where another one washes.
    const [last = open.at(-1), ...resting] = lasting.toSorted((a, b) => presenceOf(b) - presenceOf(a));
    const sessions = {
      last: last?.session,
      resting: resting.map(({ session }) => session),
      goesOn: lasting.length > 0,
    };
    return [{ actor: one, loan, isOrdinary, isTouched, ...sessions }];
  });
}

interface LeftOpen {
  readonly session: Session;
  /** A later case can use it. */
  readonly isLasting: boolean;
}

const presenceOf = ({ session: { hasSentPresence } }: LeftOpen): number => Number(hasSentPresence);

/** Resources that later cases ask for, or that any may take. A server may choose resources, of which no case asks for. */
const isUsable = (resource: string, ref: string): boolean => /^[a-z]+$/.test(resource) || resource === resourceOf(ref);

/** Those that the case describes go on, unless they leave requests of the server without an answer: the wash asks for the roster. */
function openSessions(actor: Actor, { connected }: LeftSessions): readonly LeftOpen[] {
  const plans = actor.sessions.filter(({ answers }) => answers).map(({ ref }) => ref);
  const own = [...connected].filter(([ref, { ended }]) => actorOf(ref) === actor.name && ended === undefined);
  const isLasting = (ref: string, { jid, handOver }: Session) =>
    handOver !== undefined && plans.includes(ref) && isUsable(resourceOf(jid), ref);
  return own.map(([ref, session]) => ({ session, isLasting: isLasting(ref, session) }));
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
  const isUseless = isUncertain || leavesTraces(context);
  return isUseless || signal.aborted ? undefined : wash;
}

/** What is to be washed. */
function usedIn(context: CaseContext, lent: readonly Lent[]): readonly UsedAccount[] {
  return lent
    .filter(({ isOrdinary, isTouched }) => isOrdinary && isTouched)
    .map(({ actor: { isPeer }, loan: { account }, last, resting }) => ({
      account,
      isPeer,
      session: last,
      resting,
      requesters: requestersOf(account, context),
    }));
}
