// The connected sessions of one case, by name, and what has arrived at them.

import type { SessionPlan } from '../model/case.ts';
import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf } from '../stanza/jid.ts';
import { Broken } from './broken.ts';
import type { OpenSession } from './case-sessions-options.ts';
import { type Arrivals, joinArrivals } from './judge/arrivals.ts';

/** The connected sessions of one case. */
export class OpenSessions {
  readonly #open = new Map<string, OpenSession>();
  /** Sessions that have done their part: no longer fenced or observed, closed at the end of the case. */
  readonly #idle = new Map<string, Session>();
  /** What arrived before a fence whose arrivals nothing has observed yet. */
  #kept: Arrivals = new Map();

  /** Adds a session that is connected. */
  add(plan: SessionPlan, session: Session): void {
    this.#open.set(plan.ref, { plan, session });
  }

  /** The connected session. Throws `Broken` where it is not connected. */
  session(ref: string): Session {
    const open = this.#open.get(ref);
    if (open === undefined) throw new Broken({ kind: 'not-connected', session: ref });
    return open.session;
  }

  /** The name of a connected session of the actor whose plan is as wanted, if there is one. */
  find(actor: string, isWanted: (plan: SessionPlan) => boolean): string | undefined {
    return [...this.#open.values()].find(({ plan }) => actorOf(plan.ref) === actor && isWanted(plan))?.plan.ref;
  }

  /** The session of the same actor that is bound to the resource of the plan. */
  atResourceOf({ ref, resource }: SessionPlan): readonly [string, Session] | undefined {
    const isAt = (plan: SessionPlan) => actorOf(plan.ref) === actorOf(ref) && plan.resource === resource;
    const open = [...this.#open.values()].find(({ plan }) => plan.ref !== ref && isAt(plan));
    return open && [open.plan.ref, open.session];
  }

  /** All that are connected, without those that are idle. */
  get byName(): ReadonlyMap<string, Session> {
    return new Map([...this.#open].map(([ref, { session }]) => [ref, session]));
  }

  get idle(): ReadonlyMap<string, Session> {
    return this.#idle;
  }

  /** Full JIDs of the sessions of the engine's own that have sent no presence. */
  readonly readers: string[] = [];

  /** Takes out a session of the engine's own; it stays connected. */
  rest(ref: string): void {
    const session = this.session(ref);
    if (this.#open.get(ref)?.plan.presence === undefined) this.readers.push(session.jid);
    this.#idle.set(ref, session);
    this.remove(ref);
  }

  /** Takes out a session that has ended. */
  remove(ref: string): void {
    this.#open.delete(ref);
  }

  /** Takes out the sessions whose streams have ended. What has arrived at them is kept for the next `drain`. */
  loseEnded(): void {
    this.#kept = this.arrivals;
    for (const { session } of this.#open.values()) session.drain();
    for (const [ref, { session }] of [...this.#open]) if (session.ended !== undefined) this.#open.delete(ref);
  }

  /** Takes out the sessions of these actors, which their server has ended. */
  lose(isGone: (actor: string) => boolean): void {
    for (const sessions of [this.#open, this.#idle]) {
      for (const ref of [...sessions.keys()]) if (isGone(actorOf(ref))) sessions.delete(ref);
    }
  }

  /** What has arrived since `drain`. */
  get arrivals(): Arrivals {
    return this.#take((session) => session.inbox);
  }

  /** What has arrived since it was last called. */
  drain(): Arrivals {
    const arrivals = this.#take((session) => session.drain());
    this.#kept = new Map();
    return arrivals;
  }

  /** Keeps what has arrived for the next `drain`. */
  keep(): void {
    this.#kept = this.drain();
  }

  #take(from: (session: Session) => readonly XmlElement[]): Arrivals {
    return joinArrivals(this.#kept, new Map([...this.#open].map(([ref, { session }]) => [ref, from(session)])));
  }
}
