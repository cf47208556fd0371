// The sessions of one case while it runs. Everything that may cause stanzas is an act; `observe` returns what came of it.

import type { SessionPlan } from '../model/case.ts';
import type { PlayedOnLease, Session, TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf } from '../stanza/jid.ts';
import { fill } from '../stanza/placeholders.ts';
import { awaitArrivals, type Completion } from './await-arrivals.ts';
import { brokenBy, createWait, unlessConflict, type Wait } from './broken.ts';
import { type CaseSessionsOptions, fenceSides, type UnprovenEnd } from './case-sessions-options.ts';
import { Fences } from './fence.ts';
import { getRoster } from './get-roster.ts';
import type { Arrivals } from './judge/arrivals.ts';
import { LateStanzas } from './late-stanzas.ts';
import { MOST_ROUNDS } from './numbers/numbers.ts';
import { OpenSessions } from './open-sessions.ts';
import type { Way } from './pair/reach.ts';
import { SessionOpener } from './session-opener.ts';
import { Transcript } from './transcript.ts';

/**
 * The live sessions of one case. Acts (`connect`, `announce`, `send`, `disconnect`, `drop`) may cause stanzas anywhere;
 * `observe` fences and returns what has arrived since it was last called. What arrives although nothing was done since
 * the last fence is late: it is counted, and never judged. Everything that this class opens, `leave` hands over.
 */
export class CaseSessions {
  readonly #options: CaseSessionsOptions;
  readonly #wait: Wait;
  readonly #open = new OpenSessions();
  readonly #opener: SessionOpener;
  readonly #fences: Fences;
  readonly transcript: Transcript;
  readonly late: LateStanzas;
  /** Ends of sessions by name, of which the server may not know. */
  readonly unprovenEnds = new Map<string, UnprovenEnd>();
  /** Those that have sent something since the last fence. */
  readonly #senders = new Set<string>();
  #ids = 0;
  #hasActed = false;

  constructor(options: CaseSessionsOptions) {
    this.#options = options;
    this.#wait = createWait(options.env.waits, options.facts);
    this.#fences = new Fences({
      ...fenceSides(options),
      nextId: () => this.nextId('fence'),
      wait: (session, attempt) => this.#wait({ failure: 'fence-lost', session, kind: 'ping-answer' }, attempt),
    });
    this.transcript = new Transcript(options.onEntry);
    this.#opener = new SessionOpener(options, {
      wait: this.#wait,
      record: (ref, entry) => this.transcript.record(ref, entry),
    });
    this.late = new LateStanzas({ ...options, transcript: this.transcript });
  }

  /** A fence of the case was raised: what came late may have been missed. */
  get hasFenced(): boolean {
    return this.#fences.hasFenced;
  }

  /** See `OpenSessions.session`. */
  session(ref: string): Session {
    return this.#open.session(ref);
  }

  /** The connected sessions. */
  get openRefs(): readonly string[] {
    return [...this.#open.byName.keys()];
  }

  /** Full JIDs of sessions of the engine's own that have sent no presence: others may learn that they are not available. */
  get readers(): readonly string[] {
    return this.#open.readers;
  }

  /** The name of a connected session of the actor whose plan is as wanted, if there is one. */
  findSession(actor: string, isWanted: (plan: SessionPlan) => boolean): string | undefined {
    return this.#open.find(actor, isWanted);
  }

  /** An id for an IQ of the engine's own. */
  nextId(what: string): string {
    this.#ids += 1;
    return `${what}-${this.#ids}.${this.#options.nonce}`;
  }

  /**
   * Act: opens the session, and gets the roster if its plan says so; presence is `announce`'s. Another one at its resource may end.
   */
  async connect(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    this.#beginAct();
    const older = this.#open.atResourceOf(plan); // RFC 6120 7.7.2.2
    if (older === undefined) return this.openQuietly(plan, kind);
    await this.openQuietly(plan, kind).catch(unlessConflict);
    if (await this.#fences.isAnswered(older)) return;
    this.late.connectionDropped();
    this.#forget(older[0]);
  }

  /** Like `connect`, for a session that sends no presence and so causes nothing: it is no act. */
  async openQuietly(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    await this.#opener.open(plan, (session) => {
      this.#open.add(plan, session);
      this.#options.onBound(plan.ref, session.jid);
    });
    if (plan.roster && !this.#options.isRemote(actorOf(plan.ref))) await this.rosterGet(plan.ref, kind);
  }

  /** Act: sends the initial presence of the plan, if it has one. A remote actor has no server that would take it. */
  async announce(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    if (plan.presence === undefined || this.#options.isRemote(actorOf(plan.ref))) return;
    await this.send(plan.ref, plan.presence, kind);
  }

  /** Act: fills the template and sends it. */
  async send(ref: string, template: XmlElement, kind: TrafficKind): Promise<void> {
    const stanza = fill(template, this.#options.bindings());
    await this.act(ref, (session) => session.send(stanza, kind)).catch(brokenBy('not-sent', ref));
  }

  /** Act: does what makes a session send. */
  async act(ref: string, work: (session: Session) => Promise<void>): Promise<void> {
    this.#beginAct(ref);
    await work(this.session(ref));
  }

  /** Gets the roster and returns its items. Rejects with `Broken` on an error, and without an answer. */
  rosterGet(ref: string, kind: TrafficKind): Promise<readonly XmlElement[]> {
    return getRoster(this.session(ref), { ref, id: this.nextId('roster'), kind, wait: this.#wait });
  }

  /** Act: closes the stream gracefully and waits for the server's end of it. */
  async disconnect(ref: string): Promise<void> {
    const session = this.session(ref);
    this.#beginAct();
    const end = this.#forget(ref);
    await session.close(this.#options.env.timeoutMs);
    if (session.isClosedByServer) return;
    // A server that has ended the stream in error tells others of it when it has closed the connection, as after a drop.
    this.late.connectionDropped();
    this.unprovenEnds.set(ref, end);
  }

  /** Act: ends the TCP connection without closing the stream. What the session has sent has reached the server before. */
  async drop(ref: string): Promise<void> {
    const session = this.session(ref);
    this.#beginAct();
    if (this.#senders.has(ref)) await this.#fences.raise(new Map([[ref, session]]), this.#senders);
    this.late.connectionDropped();
    const end = { ...this.#forget(ref), hasSent: false };
    session.drop();
    if (!session.isClosedByServer) this.unprovenEnds.set(ref, end);
  }

  /** Act: something is done to the servers. Sessions of the actors on a server that it has ended are gone, and the server knows. */
  disturb(isGone: (actor: string) => boolean = () => false): void {
    this.#beginAct();
    this.late.connectionDropped();
    this.#open.lose(isGone);
  }

  /** Act: the server has ended streams. Their sessions are gone; the next `observe` has what arrived at them. */
  loseEnded(): void {
    this.#beginAct();
    this.#open.loseEnded();
  }

  /**
   * Fences, and returns what has arrived at each session since the last call. No fence reaches back beyond a dropped
   * connection, which a server may notice later: there, first waits until `isComplete`, at most for the timeout. For an
   * answer that needs the network, does so for `withinMs`. With patience, waits for what is missing after the fence.
   */
  async observe({ isComplete = () => true, missing, withinMs }: Completion = {}): Promise<Arrivals> {
    const { env, facts, patience } = this.#options;
    const sessions = [...this.#open.byName.values()];
    const hasAll = () => isComplete(this.#open.arrivals);
    const isAwaited = this.late.hasDropped || withinMs !== undefined;
    if (isAwaited) {
      await awaitArrivals({ sessions, hasAll, withinMs, isPatient: patience !== undefined }, { ...env, facts });
    }
    await this.#fence();
    const wanted = { hasAll, missing: () => missing?.(this.#open.arrivals) ?? 0 };
    if (!isAwaited && (await patience?.awaitMissing(sessions, wanted))) await this.#fence();
    return this.#open.drain();
  }

  /** Nothing was caused since the last fence. */
  isSettled = (): boolean => !this.#hasActed;

  /** Fences what was caused so far and keeps what arrives for the next `observe`. Does nothing after a dropped connection. */
  async settle(): Promise<void> {
    if (!this.#hasActed || this.late.hasDropped) return;
    await this.#fence();
    this.#open.keep();
  }

  /** Pings, as in a fence, until an effect of the acts so far shows: at an actor, if it is named. What else they caused may still come, and is not late. */
  async reach(isReached: (arrivals: Arrivals) => boolean, at = ''): Promise<void> {
    const observers = this.openRefs.filter((ref) => actorOf(ref) === at);
    const seen = () => isReached(this.#open.arrivals);
    await this.#fences.reach(this.#open.byName, this.#senders, { isReached: seen, observers });
  }

  waysBetween = (): readonly Way[] => this.#fences.waysBetween(this.#open.byName);

  /** Pings as a fence does. */
  afterCut = (): Promise<void> => this.#fences.raise(this.#open.byName, new Set(this.openRefs), MOST_ROUNDS);

  /** Counts what arrived although nothing has been done since the last fence. */
  noteLate(): void {
    if (!this.#hasActed) for (const [ref, session] of this.#open.byName) this.late.note(ref, session.drain());
  }

  /** Takes a session of the engine's own out of the case. It stays connected: some servers tell a user's resources of any end. */
  rest(ref: string): void {
    this.#forget(ref, () => this.#open.rest(ref));
  }

  /** Ends logins. Returns what is connected, for the caller to close. */
  async leave(): Promise<Pick<PlayedOnLease, 'connected' | 'isUncertain'>> {
    const hasFailed = await this.#opener.end();
    const isUncertain = this.unprovenEnds.size > 0 || hasFailed;
    return { connected: new Map([...this.#open.idle, ...this.#open.byName]), isUncertain };
  }

  #beginAct(sender?: string): void {
    this.noteLate();
    if (sender !== undefined) this.#senders.add(sender);
    this.#hasActed = true;
  }

  #forget(ref: string, take = () => this.#open.remove(ref)): UnprovenEnd {
    const { jid } = this.session(ref);
    take();
    return { ref, jid, hasSent: this.#senders.delete(ref) };
  }

  /**
   * Fences once more, and counts as late what arrives. Idle sessions take part: the network may have ended one, and the server told others.
   */
  fenceAgain = (): Promise<void> => this.#fence(this.#open.idle, MOST_ROUNDS).then(() => this.noteLate());

  async #fence(idle: ReadonlyMap<string, Session> = new Map(), rounds?: number): Promise<void> {
    await this.#fences.raise(new Map([...idle, ...this.#open.byName]), this.#senders, rounds);
    this.#senders.clear();
    if (this.#hasActed) this.late.fenceEnded();
    this.#hasActed = false;
  }
}
