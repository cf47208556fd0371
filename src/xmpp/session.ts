// One live session: what it sends and what it gets.

import type { Note } from '../model/note.ts';
import type { Problem } from '../model/problem.ts';
import type { ConnectOptions, Session, TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, element, NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { type HeldAnswers, HeldStream } from './held-answers.ts';
import { Inbox } from './inbox.ts';
import type { BoundStream } from './login.ts';
import { Requests } from './requests.ts';
import type { Stream } from './stream.ts';

/** Automatic answers that are not written yet: far more than any server pings at once. */
const MAX_UNWRITTEN = 100;

const isRequest = ({ name, attrs: { type } }: XmlElement): boolean =>
  name === 'iq' && (type === 'get' || type === 'set');

/** What a session does by itself: record its traffic, and answer the server if it may. */
export type SessionBehavior = Pick<ConnectOptions, 'answers' | 'discards' | 'record'> & {
  /** What is known of the server's answers. */
  readonly held: HeldAnswers;
};

/** A session on a stream that has bound a resource (RFC 6120 7). */
export class LiveSession implements Session {
  readonly jid: string;
  readonly features: XmlElement;
  readonly #stream: Stream;
  #behavior: SessionBehavior;
  readonly #requests = new Requests();
  readonly #inbox: Inbox;
  /** Ids of IQ requests of the session, and of those of the server that it has answered. */
  readonly #asked = new RecentIds();
  readonly #answered = new RecentIds();
  #unwritten = 0;
  #hasSentPresence = false;
  readonly #held: HeldStream;
  /** `from` addresses of the account's server (RFC 6121 2.1.6); older servers use their domain. */
  readonly #serverAddresses: readonly (string | undefined)[];

  constructor({ stream, jid }: BoundStream, behavior: SessionBehavior) {
    this.jid = jid;
    this.features = stream.features;
    this.#stream = stream;
    this.#behavior = behavior;
    this.#held = new HeldStream(stream, behavior.held);
    this.#inbox = new Inbox({ discards: behavior.discards, onFlood: (flood) => stream.fail(new ProblemError(flood)) });
    this.#serverAddresses = [undefined, bareOf(this.jid), stream.address.domain];
    this.#note({ kind: 'connected', jid: this.jid });
    stream.once('ended', (cause: Problem) => this.#onEnded(cause));
    stream.deliverTo((stanza) => this.#receive(stanza));
    // The server may end the stream in the packet that completes the login.
    if (stream.ended !== undefined) this.#onEnded(stream.ended);
  }

  get ended(): Problem | undefined {
    return this.#stream.ended;
  }

  get isClosedByServer(): boolean {
    return this.#stream.isClosedByServer;
  }

  get hasSentPresence(): boolean {
    return this.#hasSentPresence;
  }

  async send(stanza: XmlElement, kind: TrafficKind): Promise<void> {
    this.#write(stanza, kind).catch(() => undefined);
  }

  /** Throws when the stream has ended. Resolves when it is written; an error ends the stream, too. */
  #write(stanza: XmlElement, kind: TrafficKind): Promise<void> {
    this.#requireOpen();
    if (isRequest(stanza)) this.#asked.add(stanza.attrs['id']);
    this.#hasSentPresence ||= stanza.name === 'presence';
    this.#behavior.record({ direction: 'sent', kind, stanza });
    return this.#stream.write(serialize(stanza));
  }

  async request(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement> {
    this.#requireOpen();
    const answer = this.#requests.expect(iq, kind, timeoutMs);
    const [result] = await Promise.all([this.#held.timed(answer), this.send(iq, kind)]);
    return result;
  }

  get inbox(): readonly XmlElement[] {
    return this.#inbox.stanzas;
  }

  drain(): readonly XmlElement[] {
    return this.#inbox.drain();
  }

  arrival(isEnough: () => boolean, timeoutMs: number): Promise<void> {
    return this.#inbox.arrival(isEnough, timeoutMs);
  }

  close(timeoutMs: number): Promise<void> {
    return this.#stream.shutDown(timeoutMs);
  }

  drop(): void {
    this.#stream.drop();
  }

  handOver(record: ConnectOptions['record']): void {
    this.#behavior = { ...this.#behavior, record };
    this.#note({ kind: 'connected', jid: this.jid, isHandedOver: true });
  }

  #receive(stanza: XmlElement): void {
    if (!this.#inbox.admits(stanza)) return;
    const isAuto = this.#isServerPing(stanza) || this.#isAnswerToAnswer(stanza);
    const answered = this.#requests.settle(stanza);
    this.#held.received({ isAnswer: answered !== undefined, isWaiting: this.#requests.isWaiting });
    const kind = answered ?? (isAuto ? 'auto' : undefined);
    this.#behavior.record({ direction: 'received', kind: kind ?? 'step', stanza });
    if (kind === undefined) this.#inbox.put(stanza);
    if (this.#isServerPing(stanza) || this.#isRosterPush(stanza)) this.#answer(stanza);
  }

  /** An answer to an automatic answer, which RFC 6120 8.2.3 forbids. An id that both sides have used says nothing. */
  #isAnswerToAnswer({ name, attrs: { id, type } }: XmlElement): boolean {
    const isAnswer = name === 'iq' && (type === 'result' || type === 'error');
    return isAnswer && this.#answered.has(id) && !this.#asked.has(id);
  }

  #isServerPing(stanza: XmlElement): boolean {
    return this.#isFromServer(stanza, 'get') && child(stanza, 'ping', NS.ping) !== undefined;
  }

  #isRosterPush(stanza: XmlElement): boolean {
    return this.#isFromServer(stanza, 'set') && child(stanza, 'query', NS.roster) !== undefined;
  }

  #isFromServer({ name, attrs }: XmlElement, type: 'get' | 'set'): boolean {
    return name === 'iq' && attrs['type'] === type && this.#serverAddresses.includes(attrs['from']);
  }

  #answer({ attrs: { id, from } }: XmlElement): void {
    if (!this.#behavior.answers || id === undefined) return;
    if (this.#unwritten === MAX_UNWRITTEN) {
      this.#stream.fail(new ProblemError({ kind: 'flooded', unit: 'pings', limit: MAX_UNWRITTEN }));
      return;
    }
    this.#unwritten += 1;
    this.#answered.add(id);
    const to = from === undefined ? {} : { to: from };
    const result = element('iq', NS.client, { type: 'result', id, ...to });
    // An error means that the stream has ended, which is recorded already.
    this.#write(result, 'auto')
      .catch(() => undefined)
      .finally(() => {
        this.#unwritten -= 1;
      });
  }

  #requireOpen(): void {
    if (this.ended !== undefined) throw new ProblemError({ kind: 'not-sent', cause: this.ended });
  }

  #onEnded(cause: Problem): void {
    this.#note({ kind: 'ended', cause });
    this.#requests.end(cause);
    this.#inbox.close(cause);
  }

  #note(note: Note): void {
    this.#behavior.record({ direction: 'note', kind: 'step', note });
  }
}

/** More than a session of a case sends or answers; a session that lives for the whole run must not fill the memory. */
const MAX_IDS = 1000;

/** The last ids of IQ stanzas that were added. */
class RecentIds {
  readonly #ids = new Set<string>();

  /** Does nothing without an id. */
  add(id: string | undefined): void {
    if (id === undefined) return;
    this.#ids.add(id);
    if (this.#ids.size <= MAX_IDS) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }

  has(id: string | undefined): boolean {
    return id !== undefined && this.#ids.has(id);
  }
}
