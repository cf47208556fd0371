// The sessions of one case while it runs: connect, send, fence, collect.

import type { SessionPlan } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { WaitKind } from '../model/run.ts';
import type { Account, ConnectOptions, Session, TrafficKind, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf } from '../stanza/jid.ts';
import { type Bindings, fill } from '../stanza/placeholders.ts';
import { child, element, NS } from '../stanza/xml.ts';
import { problemOf } from '../wording/problems.ts';
import { Broken, firstOf } from './broken.ts';
import type { Environment } from './environment.ts';
import { raiseFence } from './fence.ts';
import type { Arrivals } from './judge.ts';
import { Transcript } from './transcript.ts';

interface Live {
  readonly plan: SessionPlan;
  readonly session: Session;
}

export interface StageOptions {
  readonly env: Environment;
  readonly nonce: string;
  /** Accounts of local actors and addresses of remote ones, by name. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly isRemote: (actor: string) => boolean;
  /** Called with the full JID a session was bound to. */
  readonly onBound: (ref: string, jid: string) => void;
  readonly bindings: () => Bindings;
  /** Called with each entry of the transcript when it is recorded. */
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
}

/** Holds the live sessions of one case. Everything it opens, `clear` closes. */
export class Stage {
  readonly #options: StageOptions;
  readonly #live = new Map<string, Live>();
  readonly transcript: Transcript;
  /** Sessions that have done their part: no longer fenced or judged, closed at the end of the case. */
  readonly #parked: Session[] = [];
  /** Sessions that sent something since the last fence. */
  readonly #causers = new Set<string>();
  /** What arrived before a fence that nobody has judged yet. */
  #kept: Arrivals = new Map();
  #ids = 0;
  #isCaused = false;
  #isAfterDrop = false;
  #late = 0;

  constructor(options: StageOptions) {
    this.#options = options;
    this.transcript = new Transcript(options.onEntry);
  }

  /** Stanzas that came after the fence of the step that caused them. */
  get late(): number {
    return this.#late;
  }

  session(ref: string): Session {
    const live = this.#live.get(ref);
    if (live === undefined) throw new Broken({ kind: 'not-connected', session: ref });
    return live.session;
  }

  /** A connected session of the actor whose plan is as wanted, if there is one. */
  findSession(actor: string, isWanted: (plan: SessionPlan) => boolean): string | undefined {
    const plans = [...this.#live.values()].map((live) => live.plan);
    return plans.find((plan) => plan.ref.startsWith(`${actor}/`) && isWanted(plan))?.ref;
  }

  /** An id for an IQ of the engine's own. */
  nextId(what: string): string {
    this.#ids += 1;
    return `${what}-${this.#ids}.${this.#options.nonce}`;
  }

  /** Opens the session, binds it, and asks for the roster if its plan says so; presence is `announce`'s. */
  async connect(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    const { env, accounts, onBound } = this.#options;
    const actor = actorOf(plan.ref);
    const account = accounts.get(actor);
    const open = this.#options.isRemote(actor) ? env.remote?.connect : env.connect;
    if (account === undefined || open === undefined) throw new Broken({ kind: 'not-connected', session: plan.ref });
    const { resource, answers } = plan;
    const record: ConnectOptions['record'] = (entry) => this.transcript.record(plan.ref, entry);
    const session = await this.#bounded('login-failed', plan.ref, 'login', (timeoutMs) =>
      open({ account, resource, answers, timeoutMs, record }),
    );
    this.#live.set(plan.ref, { plan, session });
    onBound(plan.ref, session.jid);
    if (plan.roster && !this.#options.isRemote(actor)) await this.rosterGet(plan.ref, kind);
  }

  /** Sends the session's initial presence, where its plan has one. A remote actor's would go to its own server, which is not there. */
  async announce(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    if (plan.presence === undefined || this.#options.isRemote(actorOf(plan.ref))) return;
    await this.send(plan.ref, plan.presence, kind);
  }

  /** Fills the template and sends it. */
  async send(ref: string, template: XmlElement, kind: TrafficKind): Promise<void> {
    const stanza = fill(template, this.#options.bindings());
    this.cause();
    this.#causers.add(ref);
    await this.session(ref).send(stanza, kind).catch(brokenBy('not-sent', ref));
  }

  /** Asks for the roster and returns the items; an error answer makes the case broken. */
  async rosterGet(ref: string, kind: TrafficKind): Promise<readonly XmlElement[]> {
    const query = element('query', NS.roster);
    const iq = element('iq', NS.client, { type: 'get', id: this.nextId('roster') }, [query]);
    const answer = await this.#bounded('roster-not-read', ref, 'roster-result', (timeoutMs) =>
      this.session(ref).request(iq, kind, timeoutMs),
    );
    if (answer.attrs['type'] !== 'result') throw new Broken({ kind: 'roster-get-refused', session: ref });
    const items = child(answer, 'query', NS.roster)?.children ?? [];
    return items.filter((item): item is XmlElement => typeof item !== 'string');
  }

  /** Awaits all that was caused so far (DESIGN: fences). */
  async fence(): Promise<void> {
    const { env, isRemote } = this.#options;
    const sessions = new Map([...this.#live].map(([ref, { session }]) => [ref, session]));
    const causers = [...this.#causers].filter((ref) => sessions.has(ref));
    const isWatched = [...sessions.keys()].every((ref) => isRemote(actorOf(ref)));
    this.#causers.clear();
    await raiseFence({
      ...{ sessions, causers, domain: env.domain },
      fenceSession: isWatched ? env.fenceSession : undefined,
      nextId: () => this.nextId('fence'),
      wait: (session, attempt) => this.#bounded('fence-lost', session, 'ping-answer', attempt),
    });
    this.#isCaused = false;
    this.#isAfterDrop = false;
  }

  /** True between a dropped connection and the next fence, which does not reach back beyond such a drop. */
  get isAfterDrop(): boolean {
    return this.#isAfterDrop;
  }

  /** Resolves when something has arrived anywhere, or when nothing did for as long as a wait may take. */
  async arrival(): Promise<void> {
    const { patience } = this.#options.env;
    const sessions = [...this.#live.values()].map((live) => live.session);
    const anywhere = (timeoutMs: number) => Promise.any(sessions.map((session) => session.arrival(timeoutMs)));
    await patience.wait('stanza-after-drop', (timeoutMs) => firstOf(anywhere(timeoutMs)));
  }

  /** Says that something is being done now whose consequences the next fence awaits. */
  cause(): void {
    this.collectLate();
    this.#isCaused = true;
  }

  /** Awaits what was caused so far and keeps what arrives for the next `collect`; no fence reaches back beyond a drop. */
  async settle(): Promise<void> {
    if (!this.#isCaused || this.#isAfterDrop) return;
    await this.fence();
    this.#kept = this.collect();
  }

  /** What has arrived at each connected session since it was last collected. */
  collect(): Arrivals {
    const kept = this.#kept;
    this.#kept = new Map();
    const refs = [...new Set([...kept.keys(), ...this.#live.keys()])];
    return new Map(refs.map((ref) => [ref, [...(kept.get(ref) ?? []), ...this.#take(ref)]]));
  }

  #take(ref: string): readonly XmlElement[] {
    return this.#live.get(ref)?.session.drain() ?? [];
  }

  /** Counts what arrived although nothing has been done since the last fence. */
  collectLate(): void {
    if (this.#isCaused) return;
    for (const ref of this.#live.keys()) {
      const stanzas = this.#take(ref);
      if (stanzas.length === 0) continue;
      this.#late += stanzas.length;
      this.transcript.record(ref, {
        direction: 'note',
        kind: 'step',
        note: { kind: 'late', count: stanzas.length },
      });
    }
  }

  /** Closes the stream gracefully and waits for the server's end of it. */
  async disconnect(ref: string): Promise<void> {
    const session = this.session(ref);
    this.cause();
    this.#live.delete(ref);
    this.#causers.delete(ref);
    await session.close(this.#options.env.timeoutMs);
  }

  /** Ends the TCP connection without closing the stream. */
  drop(ref: string): void {
    const session = this.session(ref);
    this.cause();
    this.#isAfterDrop = true;
    this.#live.delete(ref);
    this.#causers.delete(ref);
    session.drop();
  }

  /**
   * Takes a session of the engine's own out of the play. It stays connected until the end of the case, because some
   * servers tell a user's resources of every stream that closes, also of one that never sent presence.
   */
  park(ref: string): void {
    this.#parked.push(this.session(ref));
    this.#live.delete(ref);
    this.#causers.delete(ref);
  }

  /** Closes all sessions, remote ones last, so that they see the others go; resolves when every stream has ended. */
  async clear(): Promise<void> {
    const { env, isRemote } = this.#options;
    const live = [...this.#live.values()];
    this.#live.clear();
    const local = live.filter(({ plan }) => !isRemote(actorOf(plan.ref))).map(({ session }) => session);
    const remote = live.filter(({ plan }) => isRemote(actorOf(plan.ref))).map(({ session }) => session);
    for (const group of [[...this.#parked, ...local], remote]) {
      await Promise.all(group.map((session) => session.close(env.timeoutMs)));
    }
  }

  #bounded<T>(
    failure: Interruption,
    session: string,
    wait: WaitKind,
    attempt: (timeoutMs: number) => Promise<T>,
  ): Promise<T> {
    return this.#options.env.patience.wait(wait, attempt).catch(brokenBy(failure, session));
  }
}

/** What a session was doing when the case broke. */
type Interruption = Extract<BrokenReason, { session: string; cause: Problem }>['kind'];

/** Adds what was being done to an error; what is broken already says so itself. */
const brokenBy = (kind: Interruption, session: string) => (error: unknown) => {
  if (error instanceof Broken) throw error;
  throw new Broken({ kind, session, cause: problemOf(error) }, { cause: error });
};
