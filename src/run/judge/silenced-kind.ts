// What kind of stanza arrived: rules of silence are about some kinds only.

import type { SilencedKind } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { child, NS } from '../../stanza/xml.ts';

/** Types of presence that manage subscriptions (RFC 6121 3). */
const SUBSCRIPTIONS = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'] as const;

/** Types of presence that are a kind of their own; any other presence tells of availability. */
const PRESENCE = ['probe', 'error', ...SUBSCRIPTIONS] as const;

/** The kind of a stanza. `sent` is what the sessions of the case have sent: a roster set of a client is no push. */
export function silencedKind(stanza: XmlElement, sent: readonly XmlElement[]): SilencedKind {
  const { type, id } = stanza.attrs;
  if (stanza.name === 'message') return type === 'error' ? 'error' : 'message';
  if (stanza.name === 'presence') return PRESENCE.find((one) => one === type) ?? 'availability';
  if (type === 'result' || type === 'error') return 'answer';
  const isPush = type === 'set' && child(stanza, 'query', NS.roster) !== undefined;
  return isPush && !sent.some(({ attrs }) => attrs['id'] === id) ? 'push' : 'request';
}

/** What tells of a state. A further copy tells nothing new (ruling R30); that of a message is a second message. */
export const NOTIFICATIONS: readonly SilencedKind[] = ['availability', 'probe', 'push', ...SUBSCRIPTIONS];
