// Requests and error answers, for rooms that talk to a server on their own account.

import { randomBytes } from 'node:crypto';
import type { XmlElement } from '../model/xml.ts';
import { child, element, elements, NS, text } from './xml.ts';

/** Characters kept of a text: enough for a sentence, and a server may send a whole stanza of it. */
const MAX_TEXT = 300;

/**
 * A new id. It is short, in small letters and digits: a server that alters other ids is for a case to find, and must not fail
 * requests of our own.
 */
export const newId = (): string => randomBytes(6).toString('hex');

/** An IQ request with a new id. Without `to` it is for the user's own account (RFC 6120 8.1.1.1). */
export function iqRequest(type: 'get' | 'set', payload: XmlElement, to?: string): XmlElement {
  return element('iq', NS.client, { type, id: newId(), ...(to !== undefined && { to }) }, [payload]);
}

/**
 * The condition of an error answer (RFC 6120 8.3.3); `undefined-condition`, the RFC's name for any other error, where
 * the server gives none. Undefined when `answer` is no error.
 */
export function errorCondition(answer: XmlElement): string | undefined {
  if (answer.attrs['type'] !== 'error') return undefined;
  const error = child(answer, 'error', answer.ns);
  const conditions = error === undefined ? [] : elements(error);
  return conditions.find(({ ns, name }) => ns === NS.stanzas && name !== 'text')?.name ?? 'undefined-condition';
}

/** What the server says about an error (RFC 6120 8.3.3), in a problem: nothing, or its text, cut to a length that can be shown. */
export function errorText(answer: XmlElement): { readonly text?: string } {
  const error = child(answer, 'error', answer.ns);
  const said = error && child(error, 'text', NS.stanzas);
  const words = said === undefined ? '' : text(said).trim();
  return words === '' ? {} : { text: words.length > MAX_TEXT ? `${words.slice(0, MAX_TEXT)}...` : words };
}

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
