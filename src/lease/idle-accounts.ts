import type { Account, Session, Wanted, WantedSession } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { localOf, resourceOf } from '../stanza/jid.ts';
import type { AccountStates, IdleAccount } from './account-states.ts';
import { COST_OF_END, END_MS, MOST_MET, PER_JOB } from './numbers.ts';

/** The number of clean accounts that may be in the wash or wait. The largest shipped case needs 5. */
export const mostIdle = (jobs: number): number => PER_JOB * Math.max(PER_JOB, jobs);

/** A borrower who can use no session of an earlier case. */
export const NOTHING: Wanted = { sessions: [], reserved: new Set(), opens: 0 };

/** Clean accounts that wait for their next loan. */
export class IdleAccounts {
  readonly #states: AccountStates;
  /** Bare JIDs of those that were lent together with an account, by its bare JID. */
  readonly #met = new Map<string, Set<string>>();

  constructor(states: AccountStates) {
    this.#states = states;
  }

  /**
   * The account that saves most, of those that have met none of the company, which it joins: a session that stands for a wanted one saves a login, and
   * each other one must end. Of several, the one that has waited longest; undefined where none waits. A borrower that uses none
   * gets an account without sessions, or one with as many as it opens.
   */
  take(wanted: Wanted, company: string[] = []): IdleAccount | undefined {
    let best: (IdleAccount & { readonly fit: number }) | undefined;
    for (const one of this.#states.all('idle')) {
      if (company.some((jid) => this.#met.get(one.account.jid)?.has(jid))) continue;
      const fit = fitOf(one.sessions, wanted);
      if (best === undefined || fit > best.fit) best = { ...one, fit };
      if (fit === wanted.sessions.length) break;
    }
    if (best === undefined) return undefined;
    this.#states.move(best.account, { kind: 'lent' });
    this.join(best.account, company);
    return best;
  }

  /** The account joins the company, on this server or on another one: it is lent together with it. */
  join(account: Account, company: string[]): Account {
    const { jid } = account;
    const meet = (one: string, other: string) => this.#met.set(one, (this.#met.get(one) ?? new Set()).add(other));
    if (company.includes(jid)) return account;
    for (const other of company) {
      meet(jid, other);
      meet(other, jid);
    }
    company.push(jid);
    return account;
  }

  /** The account has met as many as it may. */
  hasMetEnough({ jid }: Account): boolean {
    return (this.#met.get(jid)?.size ?? 0) >= MOST_MET;
  }

  /** The account is no more. */
  forget({ jid }: Account): void {
    this.#met.delete(jid);
  }
}

/**
 * Ends the sessions that have waited with an account, except those that stand for wanted ones, which it resolves with; with undefined
 * where the account is no longer clean: something has come meanwhile, or the server does not show that it knows of an end.
 */
export async function makeReady(
  sessions: readonly Session[],
  wanted: Wanted,
): Promise<ReadonlyMap<string, Session> | undefined> {
  const isQuiet = sessions.every(({ inbox }) => inbox.every(isQuestionOfServer));
  const assigned = assign(isQuiet ? sessions : [], wanted);
  const useful = [...assigned.values()];
  const others = sessions.filter((session) => !useful.includes(session));
  await endSessions(others);
  if (!isQuiet || others.some(({ isClosedByServer }) => !isClosedByServer)) {
    await endSessions(useful);
    return undefined;
  }
  for (const session of useful) session.drain();
  return assigned;
}

/** What the loan of an account with these sessions saves. */
function fitOf(sessions: readonly Session[], wanted: Wanted): number {
  // Later cases find as many sessions as before.
  if (wanted.opens !== undefined && sessions.length > 0) return -1 - Math.abs(sessions.length - wanted.opens);
  const useful = sessions.length === 0 ? 0 : assign(sessions, wanted).size;
  return useful - (sessions.length - useful) * COST_OF_END;
}

/** A server may ask its clients something at any time, such as for their version: no case is the cause. */
const isQuestionOfServer = ({ name, attrs: { type, from = '' } }: XmlElement): boolean =>
  name === 'iq' && type === 'get' && localOf(from) === '';

/** Sessions that stand for wanted ones, by the resource of each: first those that are bound to it. */
function assign(sessions: readonly Session[], { sessions: wanted, reserved }: Wanted): ReadonlyMap<string, Session> {
  const assigned = new Map<string, Session>();
  let free = sessions.filter(({ ended }) => ended === undefined);
  const use = ({ resource, isSilent }: WantedSession, mayStandFor: (session: Session) => boolean) => {
    const found = free.find((session) => !(isSilent && session.hasSentPresence) && mayStandFor(session));
    if (found === undefined) return;
    assigned.set(resource, found);
    free = free.filter((session) => session !== found);
  };
  for (const one of wanted) use(one, ({ jid }) => resourceOf(jid) === one.resource);
  // One that has sent no presence can stand for any other, and is kept for one that must not.
  free = free.toSorted((a, b) => Number(b.hasSentPresence) - Number(a.hasSentPresence));
  const isBound = (resource: string) => reserved.has(resource) || wanted.some((one) => one.resource === resource);
  const isElsewhere = ({ jid }: Session) => isPlain(resourceOf(jid)) && !isBound(resourceOf(jid));
  for (const one of wanted.toSorted((a, b) => Number(b.isSilent) - Number(a.isSilent)))
    if (one.takesAnyResource && !assigned.has(one.resource)) use(one, isElsewhere);
  return assigned;
}

/** Not made to be unusual: letters that no preparation of addresses changes. */
const isPlain = (resource: string): boolean => /^[a-z]+$/.test(resource);

/** Ends sessions that are still open. Never rejects. */
export async function endSessions(sessions: readonly Session[] = []): Promise<void> {
  await Promise.all(sessions.map((session) => (session.ended === undefined ? session.close(END_MS) : undefined)));
}
