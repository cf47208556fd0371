// The lease of one look at a case: its accounts, and sessions of earlier cases. When it ends, the sessions end, and the accounts are
// washed where the run lends them again.

import type { Actor, Case, SessionPlan } from '../model/case.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { Account, Lease, LeaseFor, Loan, PlayedOnLease, Session, UsedAccount, Wash } from '../model/session.ts';
import type { RemoteDomain } from '../model/target.ts';
import { actorOf, resourceOf } from '../stanza/jid.ts';
import { sentIn } from '../stanza/sent.ts';
import { borrow, type Lender, localActors } from './borrow.ts';
import { foreignSigns, type Watch } from './foreign-use.ts';
import { END_MS } from './numbers.ts';
import { isUntouched, leavesTraces, marksOf, ofEarlierCases, requestersOf } from './traces.ts';

/** Kinds of accounts that the run makes, or the user has given for cases: they are washed, and their sessions go on. */
const ORDINARY: readonly string[] = ['fresh', 'used', 'unused'];

/** A server whose accounts are leased. */
interface LeaseSide extends Lender {
  readonly domain: string;
  /** The server lets a stream carry few subscription stanzas: no session goes on in another case. */
  readonly isLimited: boolean;
  /** Absent: every account is made for the run. */
  readonly watch?: Watch | undefined;
}

interface LeaseOptions {
  readonly own: LeaseSide;
  /** The second server of a run; absent: there is none. */
  readonly peer?: LeaseSide | undefined;
  /** Absent: each account is lent once. */
  readonly wash?: Wash | undefined;
  /** What the component serves. Absent: there is none. */
  readonly remote?: Pick<RemoteDomain, 'domain' | 'isShared'> | undefined;
  /** Of each wait, in milliseconds; the end of a session is waited for no longer than that. */
  readonly timeoutMs: number;
  /** When it aborts, nothing is washed any more. */
  readonly signal: AbortSignal;
}

/** Leases accounts of a server, or of two. What is leased rejects as the lenders do. */
export function leasesOf(options: LeaseOptions): LeaseFor {
  const marks: Marks = new Map();
  return async (aCase, isFurther) => new CaseLease(aCase, await borrow(aCase, options, isFurther), options, marks);
}

/** By bare JID of an account: the marks of the looks that have had it. */
type Marks = Map<string, Set<string>>;

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
  readonly idles: boolean;
  /** Further open sessions that go on in later cases. */
  readonly idle: readonly Session[];
}

/** The sessions that are open until the account goes back, that which helps to wash or to remove it first. */
const openOf = ({ last, idle }: Lent): readonly Session[] => [...(last === undefined ? [] : [last]), ...idle];

/** See `Lease`. */
class CaseLease implements Lease {
  readonly #case: Pick<Case, 'actors'>;
  readonly #loans: readonly Loan[];
  readonly #options: LeaseOptions;
  readonly #marks: Marks;
  /** Sessions of earlier cases that the look has not used, by name. */
  readonly #idle: Map<string, Session>;

  constructor(aCase: Pick<Case, 'actors'>, loans: readonly Loan[], options: LeaseOptions, marks: Marks) {
    this.#case = aCase;
    this.#loans = loans;
    this.#options = options;
    this.#marks = marks;
    const named = localActors(aCase).flatMap(({ name }, at) =>
      [...(loans[at]?.sessions ?? [])].map(([resource, session]) => [`${name}/${resource}`, session] as const),
    );
    this.#idle = new Map(named);
  }

  get accounts(): readonly Account[] {
    return this.#loans.map(({ account }) => account);
  }

  session({ ref, atStart }: SessionPlan): Session | undefined {
    const session = this.#idle.get(ref);
    if (!atStart || session === undefined) return undefined;
    this.#idle.delete(ref);
    return session.ended === undefined ? session : undefined;
  }

  signs(played: Pick<PlayedOnLease, 'entries' | 'jids'>): BrokenReason | undefined {
    const { remote } = this.#options;
    const signs = foreignSigns({ ...played, actors: this.#case.actors, watches: this.#watches, remote });
    const { length: count } = ofEarlierCases(played, (jid) => this.#marks.get(jid));
    return signs ?? (count > 0 ? { kind: 'late-stanzas', count } : undefined);
  }

  /**
   * Accounts that the look has touched are clean all together or not at all: what is removed from one may still reach the others.
   * One session of an account ends last, where it helps to wash or to remove the account. Where the look is conclusive, ordinary
   * ones go on in later cases. Remote ones see all others leave.
   */
  async end(played: PlayedOnLease): Promise<void> {
    for (const watch of this.#watches) watch.together([...played.jids.values()]);
    const marks = marksOf(sentIn(played));
    for (const { jid } of this.accounts) this.#marks.set(jid, new Set([...(this.#marks.get(jid) ?? []), ...marks]));
    const connected = new Map([...this.#idle, ...played.connected]);
    const wash = this.#washAfter(played);
    const lent = this.#lentIn({ ...played, connected }, wash);
    const open = lent.flatMap(openOf);
    const [locals, remotes] = this.#bySide(connected);
    const others = locals.filter((session) => !open.includes(session));
    await this.#close(others);
    if (open.length > 0) played.onWash();
    const isWashed = wash !== undefined && others.every(hasEnded) && (await wash(usedIn(played, lent), played.fence));
    const ending = isWashed ? lent.flatMap(({ last, idles }) => (last === undefined || idles ? [] : [last])) : [];
    await this.#close(ending);
    const isClean = isWashed && [...others, ...ending].every(hasEnded);
    const unclean = lent.filter(({ isTouched }) => isTouched && !isClean);
    const back = (one: Lent) =>
      unclean.includes(one) ? one.loan.giveBack(openOf(one)[0]) : one.loan.giveBackClean(openOf(one));
    await Promise.all(lent.map(back));
    // The sessions of clean accounts belong to the lender.
    await this.#close(unclean.flatMap(openOf));
    await this.#close(remotes);
  }

  get #watches(): readonly Watch[] {
    return [this.#options.own, this.#options.peer].flatMap((side) => side?.watch ?? []);
  }

  /** Resolves when all streams have ended, or the wait for them is over: a server may never end one. */
  async #close(sessions: readonly Session[]): Promise<void> {
    const limitMs = Math.min(this.#options.timeoutMs, END_MS);
    await Promise.all(sessions.map((session) => session.close(limitMs)));
  }

  /** Undefined where a wash is not wanted, or cannot remove what the look has left. */
  #washAfter(played: PlayedOnLease): Wash | undefined {
    const { own, peer, remote, wash, signal } = this.#options;
    const domains = [own.domain, peer?.domain, remote?.domain].flatMap((domain) => domain?.toLowerCase() ?? []);
    const isUseless = played.isUncertain || leavesTraces(played, { actors: this.#case.actors, domains });
    return isUseless || signal.aborted ? undefined : wash;
  }

  #lentIn(played: PlayedOnLease, wash: Wash | undefined): readonly Lent[] {
    const { own, peer } = this.#options;
    return localActors(this.#case).flatMap((one, at) => {
      const loan = this.#loans[at];
      if (loan === undefined) return [];
      const { isLimited } = (one.isPeer ? peer : undefined) ?? own;
      const isOrdinary = ORDINARY.includes(one.account);
      const isTouched = played.isUncertain || !isUntouched(loan.account, one.name, played);
      const isUseful = !isLimited && isOrdinary && (loan.takesSession || wash !== undefined);
      const open = isUseful ? openSessions(one, played) : [];
      const kept = open.filter(({ mayIdle }) => mayIdle && played.isConclusive && wash !== undefined);
      // One that has sent no presence stays so where another one washes.
      const [last = open.at(-1), ...idle] = kept.toSorted((a, b) => presenceOf(b) - presenceOf(a));
      const sessions = {
        last: last?.session,
        idle: idle.map(({ session }) => session),
        idles: kept.length > 0,
      };
      return [{ actor: one, loan, isOrdinary, isTouched, ...sessions }];
    });
  }

  /** Local sessions, and remote ones. */
  #bySide(connected: ReadonlyMap<string, Session>): [readonly Session[], readonly Session[]] {
    const isRemote = (ref: string) => this.#case.actors.some(({ name, isRemote }) => isRemote && name === actorOf(ref));
    const sessions = [...connected];
    return [
      sessions.flatMap(([ref, session]) => (isRemote(ref) ? [] : [session])),
      sessions.flatMap(([ref, session]) => (isRemote(ref) ? [session] : [])),
    ];
  }
}

const hasEnded = ({ isClosedByServer }: Session): boolean => isClosedByServer;

interface StillOpen {
  readonly session: Session;
  /** A later case can use it. */
  readonly mayIdle: boolean;
}

const presenceOf = ({ session: { hasSentPresence } }: StillOpen): number => Number(hasSentPresence);

/** Resources that later cases ask for, or that any may take. A server may choose resources, of which no case asks for. */
const isUsable = (resource: string, ref: string): boolean => /^[a-z]+$/.test(resource) || resource === resourceOf(ref);

/** Those that the case describes go on, unless they leave requests of the server without an answer: the wash asks for the roster. */
function openSessions(actor: Actor, { connected }: Pick<PlayedOnLease, 'connected'>): readonly StillOpen[] {
  const plans = actor.sessions.filter(({ answers }) => answers).map(({ ref }) => ref);
  const own = [...connected].filter(([ref, { ended }]) => actorOf(ref) === actor.name && ended === undefined);
  const mayIdle = (ref: string, { jid, handOver }: Session) =>
    handOver !== undefined && plans.includes(ref) && isUsable(resourceOf(jid), ref);
  return own.map(([ref, session]) => ({ session, mayIdle: mayIdle(ref, session) }));
}

/** What is to be washed. */
function usedIn(played: PlayedOnLease, lent: readonly Lent[]): readonly UsedAccount[] {
  return lent
    .filter(({ isOrdinary, isTouched }) => isOrdinary && isTouched)
    .map(({ actor: { isPeer }, loan: { account }, last, idle }) => ({
      account,
      isPeer,
      session: last,
      idle,
      requesters: requestersOf(account, played),
    }));
}
