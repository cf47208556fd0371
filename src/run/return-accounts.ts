// After a case its sessions end, and its accounts are given back: washed where the run lends them again.

import type { Account, Loan, Session, Wash } from '../model/session.ts';
import { actorOf } from '../stanza/jid.ts';
import type { CaseContext } from './case-context.ts';
import type { LeftSessions } from './case-sessions-options.ts';
import { farewell } from './farewell.ts';
import { localActors, MADE_ACCOUNTS } from './needs.ts';
import { isUntouched, leavesTraces, requestersOf } from './traces.ts';

/** An account that the case may have changed. */
interface Touched {
  readonly actor: string;
  readonly account: Account;
}

/**
 * Ends the sessions of a case and gives its accounts back. Those that it has touched are clean all together or not at all:
 * what is removed from one may still reach the others. Never rejects.
 */
export async function returnAccounts(context: CaseContext, loans: readonly Loan[]): Promise<void> {
  const left = await context.sessions.leave();
  const lent = localActors(context.case).flatMap(({ name, account: kind }, at) => {
    const loan = loans[at];
    return loan === undefined ? [] : [{ actor: name, kind, loan, account: loan.account }];
  });
  const touched = lent.filter(({ actor, account }) => left.isUncertain || !isUntouched(account, actor, context));
  const made = touched.filter(({ kind }) => MADE_ACCOUNTS.includes(kind));
  const wash = made.length > 0 ? washOf(context, left) : undefined;
  const isClean = wash !== undefined && (await washAndLeave(context, wash, { left, made }));
  const locals = localSessions(context, left);
  const remotes = [...left.connected.values()].filter((session) => !locals.includes(session));
  await farewell([wash === undefined ? locals : [], remotes], context.env.timeoutMs);
  await Promise.all(lent.reverse().map((one) => one.loan.giveBack(isClean || !touched.includes(one))));
}

function localSessions({ case: aCase }: CaseContext, { connected }: LeftSessions): readonly Session[] {
  const names = localActors(aCase).map(({ name }) => name);
  return [...connected].flatMap(([ref, session]) => (names.includes(actorOf(ref)) ? [session] : []));
}

/** Undefined where a wash is not wanted, or cannot remove what the case has left. */
function washOf(context: CaseContext, { isUncertain }: LeftSessions): Wash | undefined {
  const { wash, signal } = context.env;
  return isUncertain || signal.aborted || leavesTraces(context) ? undefined : wash;
}

interface Washing {
  readonly left: LeftSessions;
  readonly made: readonly Touched[];
}

/**
 * Washes over one open session of each account. The others end before, so that none can change what is washed; those that
 * wash end after it, and remote ones last. Resolves with whether the accounts are clean and all sessions have ended.
 */
async function washAndLeave(context: CaseContext, wash: Wash, { left, made }: Washing): Promise<boolean> {
  const { env, sessions } = context;
  const locals = localSessions(context, left);
  const isOpen = (session: Session) => session.ended === undefined && locals.includes(session);
  const washers = new Map(
    [...left.connected].flatMap(([ref, session]) => (isOpen(session) ? [[actorOf(ref), session]] : [])),
  );
  const others = locals.filter((session) => ![...washers.values()].includes(session));
  await farewell([others], env.timeoutMs);
  sessions.transcript.end();
  const used = made.map(({ actor, account }) => ({
    account,
    session: washers.get(actor),
    requesters: requestersOf(account, context),
  }));
  const isAlone = others.every(({ isClosedByServer }) => isClosedByServer);
  const isClean = isAlone && (await wash(used, env.order.settleMs));
  await farewell([[...washers.values()]], env.timeoutMs);
  return isClean && locals.every(({ isClosedByServer }) => isClosedByServer);
}
