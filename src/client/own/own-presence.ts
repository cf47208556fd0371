// RFC 6121 3 and 4: presence that the small client receives.

import type { XmlElement } from '../../model/xml.ts';
import { bareOf, resourceOf } from '../../stanza/jid.ts';
import { errorFor } from './own-iq.ts';
import { forget } from './own-roster.ts';
import { childText, type Own } from './own-state.ts';

/** Types that say something of a subscription, which the roster shows, or ask a person. */
const OTHERS: readonly string[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed', 'error', 'probe'];

/** Reads presence. One of an unknown type is refused (4.7.1). */
export function readPresence(client: Own, presence: XmlElement): void {
  const { from = '', type } = presence.attrs;
  const { state } = client;
  unlock(client, from);
  if (type === undefined) {
    const said = { show: childText(presence, 'show') ?? '', status: childText(presence, 'status') ?? '' };
    if (resourceOf(from) !== '' && bareOf(from) !== client.account) state.contacts.set(from, { jid: from, ...said });
  } else if (type === 'unavailable') {
    state.contacts.delete(from);
    // Of an account as a whole, it is about all of its resources (4.5.4).
    if (resourceOf(from) === '') forget(state, from);
  } else if (!OTHERS.includes(type)) {
    client.send(errorFor(presence, 'bad-request', 'modify'));
  }
}

/** Presence of a contact in a chat ends the lock on one of its resources (5.1). */
function unlock({ state }: Own, from: string): void {
  const chat = state.chats.get(bareOf(from));
  if (chat !== undefined && resourceOf(from) !== '') chat.locked = undefined;
}
