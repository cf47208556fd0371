// What a stanza that a server itself sent may have wrong in it: the faults that passive requirements forbid.

import type { Table } from './table.ts';

/** The kinds of faults. */
export const STANZA_FAULTS = {
  /** A roster item without `jid`. */
  'item-without-jid': {},
  /** A roster push with another number of items than one. */
  'item-count': { count: 'number' },
  /** A roster push from another address than the account's own. */
  'push-sender': { from: 'value' },
  /** A roster push to a user who is not the owner of the roster. */
  'foreign-push': { from: 'value?' },
  /** A roster item with a value of `ask` other than "subscribe". */
  'ask-value': { value: 'value' },
  /** Subscription presence from a full JID. */
  'full-jid-sender': { from: 'value' },
  /** An error stanza without `<error/>`. */
  'error-missing': {},
  /** `<error/>` in a stanza that is no error. */
  'error-unasked': {},
  /** A stanza for the account with another recipient than the session that receives it. */
  'foreign-recipient': { to: 'value' },
  /** An element more often than once. */
  repeated: { name: 'value', count: 'number' },
  /** A child element where only text is allowed. */
  'mixed-content': { name: 'value', inner: 'value' },
  /** Two elements in one language. */
  'same-language': { name: 'value', language: 'value' },
  /** A value that the standard does not list for this element. */
  'element-value': { name: 'value', value: 'value' },
  /** A message type that the standard does not list. */
  'message-type': { type: 'value' },
  /** An IQ result or error without `id`. */
  'id-missing': {},
  /** An attribute that must not be there, or not with this value. */
  attribute: { name: 'value', value: 'value' },
  /** Another number of children than there must be. */
  'child-count': { count: 'number' },
  /** An address with a URI scheme. */
  'address-scheme': { address: 'value' },
  /** An IQ result or error to an IQ result that the client sent automatically. */
  'answer-to-answer': {},
  /** Presence of a session of the case, for a user who may not see it. */
  'leaked-presence': { session: 'value' },
  /** Presence that says the contrary of what a session of the case is. */
  'false-presence': { session: 'value', isAvailable: 'boolean' },
} as const satisfies Table;
