// The way out. In the relaxed mode, what the server relays arrives late, and in another order as far as its lanes permit.

import type { XmlElement } from '../model/xml.ts';
import { bareOf, domainOf, parseJid } from '../stanza/jid.ts';
import { elements, NS } from '../stanza/xml.ts';
import type { Departing, ServerState } from './server-state.ts';

/** The longest delay: that of a server that hands stanzas to a pool of threads and is not busy. */
export const MAX_DELAY_MS = 20;

interface Pending<Sent> {
  readonly stanza: Sent;
  readonly lanes: readonly string[];
  readonly dueMs: number;
}

/** Stanzas on their way to one stream, alone or with what belongs to them. A stanza never overtakes an earlier one with which it shares a lane. */
export class Outbox<Sent = XmlElement> {
  readonly #write: (stanza: Sent) => void;
  readonly #random: () => number;
  /** In the order in which they will be written. */
  readonly #pending: Pending<Sent>[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (stanza: Sent) => void, random: () => number) {
    this.#write = write;
    this.#random = random;
  }

  /** Writes a relayed stanza after a delay of up to 20 ms, and an answer as soon as its lanes permit. */
  add(stanza: Sent, { lanes, isAnswer }: Passage): void {
    const last = this.#pending.findLast((other) => other.lanes.some((lane) => lanes.includes(lane)));
    const delayMs = isAnswer ? 0 : this.#random() * MAX_DELAY_MS;
    const dueMs = Math.max(performance.now() + delayMs, last?.dueMs ?? 0);
    if (isAnswer && last === undefined) this.#write(stanza);
    else this.#insert({ stanza, lanes, dueMs });
  }

  /** Writes all pending stanzas at once. */
  flush(): void {
    for (const { stanza } of this.#pending.splice(0)) this.#write(stanza);
    this.#awaitFirst();
  }

  /** Drops all pending stanzas. */
  clear(): void {
    this.#pending.length = 0;
    this.#awaitFirst();
  }

  #insert(added: Pending<Sent>): void {
    const later = this.#pending.findIndex(({ dueMs }) => dueMs > added.dueMs);
    this.#pending.splice(later === -1 ? this.#pending.length : later, 0, added);
    this.#awaitFirst();
  }

  #awaitFirst(): void {
    clearTimeout(this.#timer);
    const [first] = this.#pending;
    if (first) this.#timer = setTimeout(() => this.#writeDue(first.dueMs), first.dueMs - performance.now());
  }

  /** Writes what is due. A timer may be early by a millisecond: what it waited for counts as due. */
  #writeDue(awaitedMs: number): void {
    const nowMs = Math.max(awaitedMs, performance.now());
    const later = this.#pending.findIndex(({ dueMs }) => dueMs > nowMs);
    const due = this.#pending.splice(0, later === -1 ? this.#pending.length : later);
    for (const { stanza } of due) this.#write(stanza);
    this.#awaitFirst();
  }
}

/** How a stanza leaves the server. */
interface Passage {
  /** Two stanzas with a lane in common stay in order. */
  readonly lanes: readonly string[];
  /** It answers an IQ that the server itself handles, such as a ping: it is not relayed. */
  readonly isAnswer: boolean;
}

/**
 * Finds the passage of a stanza to a bare JID. All that one input stream sends to a recipient stays in order (RFC 6120
 * 10.1), and so do the pushes of one roster (RFC 6121 2.6.3). Everything else may overtake.
 */
export function passageOf(server: ServerState, receiver: string, stanza: XmlElement): Passage {
  const { from = receiver } = stanza.attrs;
  const isAnswer = answersIq(stanza) && (from === server.domain || from === receiver);
  const isOwn = from === receiver;
  const lanes = isAnswer ? answerLanes(stanza) : (isOwn && pushLanes(stanza)) || senderLanes(server, from);
  return { isAnswer, lanes: lanes.map((lane) => `${receiver} ${lane}`) };
}

/** A roster result does not overtake older pushes, nor do newer pushes overtake it. */
function answerLanes(stanza: XmlElement): readonly string[] {
  return isRoster(stanza) ? ['roster'] : [];
}

/** The lanes of a push: the roster, and the contact, whose stanza comes before the push that it causes (3.1.6, 3.2.3, 3.3.3). */
function pushLanes(stanza: XmlElement): readonly string[] | undefined {
  const [item] = isRoster(stanza) ? elements(stanza).flatMap(elements) : [];
  return item && ['roster', item.attrs['jid'] ?? ''];
}

/**
 * The lanes of other stanzas: the sender, a full or a bare JID, and what the input stream at hand causes the account to
 * send, so that an approval comes before presence (3.1.5), and unavailable presence before a cancellation (3.2.2).
 * Another domain has one input stream for all its users.
 */
function senderLanes({ domain, cause }: ServerState, from: string): readonly string[] {
  if (domainOf(from) !== domain) return [from, domainOf(from)];
  return [from, `${cause} ${bareOf(from)}`];
}

function answersIq({ name, attrs }: XmlElement): boolean {
  return name === 'iq' && (attrs['type'] === 'result' || attrs['type'] === 'error');
}

function isRoster(stanza: XmlElement): boolean {
  return stanza.name === 'iq' && elements(stanza)[0]?.ns === NS.roster;
}

/** Passes stanzas on as the mode and the fault of the server have it. */
export class WayOut {
  readonly #server: ServerState;
  readonly #write: (departing: Departing) => void;
  /** Undefined where nothing is delayed. */
  readonly #outbox: Outbox<Departing> | undefined;

  constructor(server: ServerState, write: (departing: Departing) => void) {
    this.#server = server;
    this.#write = write;
    this.#outbox = server.delays && new Outbox(write, server.delays);
  }

  /** Sends a stanza, which the relaxed mode delays and a mutant changes. */
  send(departing: Departing): void {
    const { stanza } = departing;
    for (const sent of this.#server.hooks?.toRemote?.(stanza, this.#server) ?? [stanza]) {
      this.#dispatch({ ...departing, stanza: sent });
    }
  }

  /** Writes all delayed stanzas at once. */
  flush(): void {
    this.#outbox?.flush();
  }

  /** Drops all delayed stanzas. */
  clear(): void {
    this.#outbox?.clear();
  }

  #dispatch(departing: Departing): void {
    const { stanza } = departing;
    // An address in capitals is the same recipient.
    const receiver = parseJid(stanza.attrs['to'] ?? '')?.bare ?? '';
    if (this.#outbox) this.#outbox.add(departing, passageOf(this.#server, receiver, stanza));
    else this.#write(departing);
  }
}
