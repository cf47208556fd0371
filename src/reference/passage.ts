// The relaxed mode: which stanzas stay in order on their way to one recipient.

import type { XmlElement } from '../model/xml.ts';
import { bareOf, domainOf } from '../stanza/jid.ts';
import { elements, NS } from '../stanza/xml.ts';
import type { ServerState } from './server-state.ts';

/** How a stanza leaves the server. */
export interface Passage {
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
