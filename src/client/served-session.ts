// The server's end of the stream of a client under test, as a session: what is sent goes to the client, and what arrives the client
// has sent.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../model/problem.ts';
import type { ConnectOptions, Session, TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Control } from '../reference/control.ts';
import { rawTextOf, streamEnd } from '../stanza/stream-events.ts';
import { element, NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { Inbox } from '../xmpp/inbox.ts';
import { Requests } from '../xmpp/requests.ts';
import type { Driver } from './driver.ts';
import { SILENT_MS } from './numbers.ts';

interface ServedOptions {
  readonly jid: string;
  readonly control: Control;
  readonly driver: Driver;
  /** The client answers pings; false: silence is waited for. */
  readonly answersPings: () => boolean;
  readonly record: ConnectOptions['record'];
  /** Ends the client. */
  readonly end: () => Promise<void>;
}

/** See the top of the file. */
export class ServedSession implements Session {
  readonly jid: string;
  readonly features = element('features', NS.streams);
  readonly driver: Driver;
  readonly hasSentPresence = true;
  readonly #options: ServedOptions;
  #record: ConnectOptions['record'];
  readonly #requests = new Requests();
  readonly #inbox: Inbox;
  /** Ids of what this side has sent for a case: the server sends everything else by itself. */
  readonly #own = new WeakSet<XmlElement>();
  #ended: Problem | undefined;
  #hasStreamEnded = false;
  #isClosing = false;

  constructor(options: ServedOptions) {
    this.#options = options;
    this.#record = options.record;
    this.jid = options.jid;
    this.driver = options.driver;
    this.#inbox = new Inbox({ onFlood: (flood) => this.#fail(flood) });
    this.#record({ direction: 'note', kind: 'step', note: { kind: 'connected', jid: this.jid } });
  }

  get ended(): Problem | undefined {
    return this.#ended;
  }

  get isClosedByServer(): boolean {
    return this.#hasStreamEnded;
  }

  /** The stream of the client lives. */
  get isOpen(): boolean {
    return this.#ended === undefined && !this.#hasStreamEnded;
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

  async send(stanza: XmlElement, kind: TrafficKind): Promise<void> {
    if (this.#ended !== undefined) throw new ProblemError({ kind: 'not-sent', cause: this.#ended });
    if (this.#hasStreamEnded) throw new ProblemError({ kind: 'not-sent', cause: { kind: 'client-left' } });
    this.#own.add(stanza);
    this.#record({ direction: 'sent', kind, stanza });
    const raw = rawTextOf(stanza);
    if (raw === undefined) this.#options.control.send(this.jid, stanza);
    else this.#options.control.write(this.jid, raw);
  }

  /** A request to the server becomes one of the server to the client. Nothing comes any more once the stream has ended. */
  async request(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement> {
    const { to, ...attrs } = iq.attrs;
    const asked = { ...iq, attrs: { ...attrs, from: to ?? '', to: this.jid } };
    const nothing = element('iq', NS.client, { type: 'result', id: attrs['id'] ?? '' });
    if (this.#hasStreamEnded) return nothing;
    if (kind === 'fence' && !this.#options.answersPings()) return sleep(SILENT_MS, nothing);
    const answer = this.#requests.expect(asked, kind, timeoutMs);
    await this.send(asked, kind);
    return answer.catch((error: unknown) => {
      if (this.#hasStreamEnded && kind === 'fence') return nothing;
      throw error;
    });
  }

  /** The client has sent something. */
  received(stanza: XmlElement): void {
    if (!this.#inbox.admits(stanza)) return;
    const answered = this.#requests.settle(stanza);
    this.#record({ direction: 'received', kind: answered ?? 'step', stanza });
    if (answered === undefined) this.#inbox.put(stanza);
  }

  /** The server has sent something: of itself where no case has. */
  sent(stanza: XmlElement): void {
    if (!this.#own.has(stanza)) this.#record({ direction: 'sent', kind: 'auto', stanza });
  }

  /** The stream has ended. Cases see it as they see stanzas, unless this side has closed it. */
  streamEnded(how: string): void {
    if (this.#hasStreamEnded) return;
    this.#hasStreamEnded = true;
    const cause = { kind: 'client-left' } as const;
    this.#record({ direction: 'note', kind: 'step', note: { kind: 'ended', cause } });
    if (!this.#isClosing) this.received(streamEnd(how));
    this.#requests.end(cause);
  }

  /** Resolves when nothing has come for this time, in milliseconds. */
  async quiet(ms: number): Promise<void> {
    for (let seen = -1; seen !== this.inbox.length; ) {
      seen = this.inbox.length;
      await sleep(ms);
    }
  }

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#options.control.close(this.jid, undefined);
    await this.#options.end();
    this.#ended ??= { kind: 'stream-closed-by-client' };
  }

  drop(): void {
    void this.close();
  }

  handOver(record: ConnectOptions['record']): void {
    this.#record = record;
    this.#record({ direction: 'note', kind: 'step', note: { kind: 'connected', jid: this.jid, isHandedOver: true } });
  }

  #fail(problem: Problem): void {
    this.#ended ??= problem;
    this.#record({ direction: 'note', kind: 'step', note: { kind: 'ended', cause: problem } });
    this.#requests.end(problem);
    this.#inbox.close(problem);
    this.drop();
  }
}
