// RFC 6121 2: the roster of the small client.

import type { XmlElement } from '../../model/xml.ts';
import { child, element, elements, NS, text } from '../../stanza/xml.ts';
import { freshId, type Own, type OwnItem, type OwnState } from './own-state.ts';

/** The values of `subscription` that say something; any other is as none (2.1.2.5). */
const SUBSCRIPTIONS: readonly string[] = ['none', 'to', 'from', 'both'];

/** The first request, with the version that is known where the server has versions (2.6.2). */
export function rosterGet({ offers, version = '' }: OwnState): XmlElement {
  const ver = offers.includes('ver') ? { ver: version } : {};
  return element('iq', NS.client, { type: 'get', id: freshId() }, [element('query', NS.roster, ver)]);
}

/** A request that changes one item (2.3.1). */
export function rosterSet(attrs: Readonly<Record<string, string>>, group = ''): XmlElement {
  const groups = group === '' ? [] : [element('group', NS.roster, {}, [group])];
  const query = element('query', NS.roster, {}, [element('item', NS.roster, attrs, groups)]);
  return element('iq', NS.client, { type: 'set', id: freshId() }, [query]);
}

/** Whether an IQ has the form of a push (2.1.6). */
export const isPush = (iq: XmlElement): boolean => child(iq, 'query', NS.roster) !== undefined;

/** Takes the answer to the first request. One without a query says that nothing has changed (2.6.3). */
export function applyResult({ state }: Own, answer: XmlElement): void {
  const query = child(answer, 'query', NS.roster);
  if (query === undefined || answer.attrs['type'] !== 'result') return;
  state.roster.clear();
  for (const item of elements(query)) store(state, item);
  state.version = query.attrs['ver'] ?? state.version;
}

/** Takes a push of one item. False: it has none, or several. */
export function applyPush({ state }: Own, iq: XmlElement): boolean {
  const query = child(iq, 'query', NS.roster);
  const [item, ...others] = query === undefined ? [] : elements(query);
  if (item === undefined || others.length > 0 || item.attrs['jid'] === undefined) return false;
  store(state, item);
  state.version = query?.attrs['ver'] ?? state.version;
  return true;
}

function store(state: OwnState, item: XmlElement): void {
  const { jid = '', subscription } = item.attrs;
  if (subscription === 'remove') state.roster.delete(jid);
  else state.roster.set(jid, itemOf(item));
  if (!hearsOf(state, jid)) forget(state, jid);
}

function itemOf(item: XmlElement): OwnItem {
  const { jid = '', name = '', subscription = 'none' } = item.attrs;
  const known = SUBSCRIPTIONS.includes(subscription) ? subscription : 'none';
  return { jid, name, subscription: known, groups: elements(item).map(text) };
}

/** Whether the user is subscribed to the presence of a contact. */
export const hearsOf = ({ roster }: OwnState, jid: string): boolean =>
  ['to', 'both'].includes(roster.get(jid)?.subscription ?? '');

/** Whether the contact is subscribed to that of the user. */
export const isHeardBy = ({ roster }: OwnState, jid: string): boolean =>
  ['from', 'both'].includes(roster.get(jid)?.subscription ?? '');

/** Presence of a contact is void once the subscription has ended (3.3.3). */
export function forget(state: OwnState, jid: string): void {
  for (const full of [...state.contacts.keys()]) if (full.startsWith(`${jid}/`)) state.contacts.delete(full);
}
