import type { Note } from '../model/note.ts';
import type { Problem } from '../model/problem.ts';
import type { ConnectOptions, Session, TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { domainOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { Inbox } from './inbox.ts';
import { Requests } from './requests.ts';

/** Presence types that a server sends from the bare JID of its user (RFC 6121 3.1.2, 3.1.5, 3.2.2, 3.3.2). */
const FROM_BARE_JID: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** The component that all remote sessions share. */
export interface ComponentLink {
  readonly domain: string;
  /** Sends a stanza in `jabber:client` with its `from` and `to`. */
  write(stanza: XmlElement): Promise<void>;
  /** Resolves with the answer to a request of a session. */
  timed(answer: Promise<XmlElement>): Promise<XmlElement>;
  /** Ends the delivery to a session. */
  leave(session: RemoteSession): void;
}

/** A session of a user of the remote domain, played by the component. It answers nothing by itself. */
export class RemoteSession implements Session {
  readonly jid: string;
  readonly bareJid: string;
  readonly features: XmlElement = element('features', NS.streams);
  /** Nothing of a remote session's end reaches the server. */
  readonly isClosedByServer = true;
  readonly hasSentPresence = true;
  readonly #link: ComponentLink;
  readonly #record: ConnectOptions['record'];
  readonly #requests = new Requests();
  readonly #inbox = new Inbox({ onFlood: (flood) => this.end(flood) });
  #ended: Problem | undefined;

  constructor(link: ComponentLink, { account, resource, record }: ConnectOptions) {
    this.bareJid = account.jid;
    this.jid = `${account.jid}/${resource}`;
    this.#link = link;
    this.#record = record;
    this.#note({ kind: 'connected', jid: this.jid });
  }

  get ended(): Problem | undefined {
    return this.#ended;
  }

  /** An answer is awaited. */
  get isWaiting(): boolean {
    return this.#requests.isWaiting;
  }

  /** Refuses stanzas without `to` or from another domain: the server would end the component's stream, which all cases share. */
  async send(stanza: XmlElement, kind: TrafficKind): Promise<void> {
    this.#requireOpen();
    const { to, from = this.#addressFor(stanza) } = stanza.attrs;
    if (to === undefined) throw new ProblemError({ kind: 'recipient-missing', name: stanza.name, from: this.jid });
    if (domainOf(from) !== this.#link.domain) {
      throw new ProblemError({ kind: 'sender-foreign', from, domain: this.#link.domain });
    }
    const stamped = { ...stanza, attrs: { ...stanza.attrs, from } };
    this.#record({ direction: 'sent', kind, stanza: stamped });
    this.#link.write(stamped).catch(() => undefined);
  }

  async request(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement> {
    this.#requireOpen();
    const answer = this.#requests.expect(iq, kind, timeoutMs);
    const [result] = await Promise.all([
      this.#link.timed(answer),
      this.send({ ...iq, attrs: { ...iq.attrs, from: this.jid } }, kind),
    ]);
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

  /** Leaves the component, without a stanza to anyone. */
  async close(): Promise<void> {
    this.end({ kind: 'stream-closed-by-client' });
  }

  drop(): void {
    this.end({ kind: 'connection-dropped-by-client' });
  }

  /**
   * Receives a stanza for this session, and returns whether it answers a request. Such an answer is addressed to the full JID of
   * the session.
   */
  receive(stanza: XmlElement): boolean {
    if (!this.#inbox.admits(stanza)) return false;
    const kind = stanza.attrs['to'] === this.jid ? this.#requests.settle(stanza) : undefined;
    this.#record({ direction: 'received', kind: kind ?? 'step', stanza });
    if (kind === undefined) this.#inbox.put(stanza);
    return kind !== undefined;
  }

  /** Ends the session; only the first reason counts. */
  end(cause: Problem): void {
    if (this.#ended !== undefined) return;
    this.#ended = cause;
    this.#link.leave(this);
    this.#note({ kind: 'ended', cause });
    this.#requests.end(cause);
    this.#inbox.close(cause);
  }

  #requireOpen(): void {
    if (this.#ended !== undefined) throw new ProblemError({ kind: 'not-sent', cause: this.#ended });
  }

  #addressFor({ name, attrs }: XmlElement): string {
    return name === 'presence' && FROM_BARE_JID.includes(attrs['type']) ? this.bareJid : this.jid;
  }

  #note(note: Note): void {
    this.#record({ direction: 'note', kind: 'step', note });
  }
}
