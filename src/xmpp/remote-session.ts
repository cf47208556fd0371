import type { Note } from '../model/note.ts';
import type { ConnectOptions, Session, TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { domainOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { endOf } from './end.ts';
import { Inbox } from './inbox.ts';
import { Requests } from './requests.ts';

/** Presence types that a server sends from the bare JID of its user (RFC 6121 3.1.2, 3.1.5, 3.2.2, 3.3.2). */
const FROM_BARE_JID: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** The way out of a remote session: the component that all share. */
export interface Outlet {
  readonly domain: string;
  /** Sends a stanza in `jabber:client` with its `from` and `to`. */
  write(stanza: XmlElement): Promise<void>;
  /** The session has ended: nothing more is delivered to it. */
  leave(session: RemoteSession): void;
}

/** A user of the remote domain, as its server would speak for that user. It answers nothing by itself. */
export class RemoteSession implements Session {
  readonly jid: string;
  readonly bareJid: string;
  readonly features: XmlElement = element('features', NS.streams);
  readonly #outlet: Outlet;
  readonly #record: ConnectOptions['record'];
  readonly #requests = new Requests();
  readonly #inbox = new Inbox();
  #ended: string | undefined;

  constructor(outlet: Outlet, { account, resource, record }: ConnectOptions) {
    this.bareJid = account.jid;
    this.jid = `${account.jid}/${resource}`;
    this.#outlet = outlet;
    this.#record = record;
    this.#note({ kind: 'connected', jid: this.jid });
  }

  get ended(): string | undefined {
    return this.#ended;
  }

  /** The server would end the component's stream, and with it all cases, over a stanza without `to` or of a foreign domain. */
  async send(stanza: XmlElement, kind: TrafficKind): Promise<void> {
    if (this.#ended !== undefined) throw new Error(`nothing can be sent: ${this.#ended}`);
    const { to, from = this.#addressFor(stanza) } = stanza.attrs;
    if (to === undefined) throw new Error(`<${stanza.name}> from ${this.jid} needs a "to": it goes to another server`);
    if (domainOf(from) !== this.#outlet.domain) {
      throw new Error(`"from" must be an address at ${this.#outlet.domain}, it is ${from}`);
    }
    const stamped = { ...stanza, attrs: { ...stanza.attrs, from } };
    this.#record({ direction: 'sent', kind, stanza: stamped });
    await this.#outlet.write(stamped);
  }

  async request(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement> {
    if (this.#ended !== undefined) throw new Error(`nothing can be sent: ${this.#ended}`);
    const answer = this.#requests.expect(iq, kind, timeoutMs);
    const [result] = await Promise.all([answer, this.send({ ...iq, attrs: { ...iq.attrs, from: this.jid } }, kind)]);
    return result;
  }

  drain(): readonly XmlElement[] {
    return this.#inbox.drain();
  }

  arrival(timeoutMs: number): Promise<void> {
    return this.#inbox.arrival(timeoutMs);
  }

  /** There is no stream to close: it leaves, and its server says nothing of that by itself. */
  async close(): Promise<void> {
    this.end('stream closed by this client');
  }

  drop(): void {
    this.end('connection dropped by this client');
  }

  /** Takes a stanza that is for this session; answers to its requests are addressed to its full JID. */
  receive(stanza: XmlElement): void {
    const kind = stanza.attrs['to'] === this.jid ? this.#requests.settle(stanza) : undefined;
    this.#record({ direction: 'received', kind: kind ?? 'step', stanza });
    if (kind === undefined) this.#inbox.put(stanza);
  }

  /** Ends the session; only the first reason counts. */
  end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#outlet.leave(this);
    this.#note({ kind: 'ended', cause: endOf(reason) });
    this.#requests.rejectAll(reason);
    this.#inbox.close();
  }

  #addressFor({ name, attrs }: XmlElement): string {
    return name === 'presence' && FROM_BARE_JID.includes(attrs['type']) ? this.bareJid : this.jid;
  }

  #note(note: Note): void {
    this.#record({ direction: 'note', kind: 'step', note });
  }
}
