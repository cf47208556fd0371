// The items of rosters and roster pushes (RFC 6121 2.1).

import type { XmlElement } from '../model/xml.ts';
import { child, elements, NS } from './xml.ts';

/** Whether an item that is expected with ask="subscribe" (RFC 6121 2.1.2.2) is there without, in the same subscription. */
export function isSameWithoutAsk(expected: XmlElement | undefined, seen: XmlElement | undefined): boolean {
  if (expected === undefined || seen === undefined) return false;
  const { type = seen.attrs['type'] } = expected.attrs;
  if (type !== seen.attrs['type']) return false;
  const subscriptionOf = ({ attrs: { subscription = 'none' } }: XmlElement) =>
    subscription === '${optional:none}' ? 'none' : subscription;
  return rosterItems(expected).some(
    (asked) =>
      asked.attrs['ask'] === 'subscribe' &&
      rosterItems(seen).some(
        (item) =>
          (asked.attrs['jid'] === undefined || item.attrs['jid'] === asked.attrs['jid']) &&
          item.attrs['ask'] === undefined &&
          (asked.attrs['subscription'] === undefined
            ? ['none', 'from'].includes(subscriptionOf(item))
            : subscriptionOf(item) === subscriptionOf(asked)),
      ),
  );
}

/** The items of a roster result or push; none of any other stanza. */
export function rosterItems(iq: XmlElement): readonly XmlElement[] {
  const query = child(iq, 'query', NS.roster);
  return query === undefined ? [] : elements(query);
}
