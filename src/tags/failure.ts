// Why a check did not hold: the fields of each kind. `failures/` has one file for each, which says what it is.

import { XML_FAULT } from './problem.ts';
import type { Table } from './table.ts';

/** One side of a difference: what a pattern asks for, or what stands there. */
export const DIFFERENCE_VALUES = {
  /** An attribute value or text. */
  value: { value: 'value' },
  /** An element by its name. */
  element: { name: 'value' },
  namespace: { ns: 'value' },
  /** The attribute or the text is absent. */
  nothing: {},
  any: {},
  /** A value that no capture of the case has. */
  new: {},
  /** A value that the capture `name` has already. */
  seen: { value: 'value', name: 'value' },
  'value-or-nothing': { value: 'value' },
  'one-of': { values: 'text[]' },
  language: { value: 'value' },
  /** An integer in a range; a bound that is absent: none. */
  integer: { least: 'number?', most: 'number?' },
  /** A date with a time (XEP-0082). `seconds`: at most so far from the arrival of the stanza; absent: any. */
  date: { seconds: 'number?' },
  uuid: {},
  /** A value that fits a regular expression as a whole. */
  expression: { source: 'value' },
  /** A value of several parts: its texts, and `*`, `[integer]` and the like for what may vary. */
  form: { form: 'value' },
  /** A placeholder for a capture that was never made. */
  unbound: { placeholder: 'value' },
  /** The child elements that are there, by name. */
  children: { names: 'text[]' },
  /** A child element of this name. */
  child: { name: 'value' },
  /** This number of child elements and no other. */
  only: { count: 'number' },
  /** No child element like this one. */
  none: { xml: 'value' },
  /** An element that is there. */
  markup: { xml: 'value' },
  /** Child elements of which no two have the same values of these attributes. */
  unique: { names: 'text[]' },
  /** The values that two of them have. */
  repeated: { values: 'text[]' },
  /** This number of child elements, each matching a pattern of its own. */
  distinct: { count: 'number' },
} as const satisfies Table;

/** The first place where a stanza differs from a pattern; `path` is such as `iq/query/item@name`. */
export const DIFFERENCE = { path: 'value', expected: 'differenceValue', actual: 'differenceValue' } as const;

/** How what is seen of a subscription state differs from the expected one. */
export const STATE_DIFFERENCES = {
  /** Two values of the attribute "subscription"; "none" also stands for a roster without an item. */
  subscription: { seen: 'text', expected: 'text' },
  /** The item has the attribute ask="subscribe", or lacks it. */
  ask: { seen: 'boolean' },
  /** A new session received the contact's subscription request, or did not. */
  request: { seen: 'boolean' },
} as const satisfies Table;

/** A subscription state by its name in RFC 6121 A.1. */
export const NAMED_STATE = { name: 'value' } as const;

/** What is seen where no state fits. */
export const SEEN_STATE = { subscription: 'value', ask: 'boolean', pendingIn: 'boolean' } as const;

/** A stanza at a session. */
export const ARRIVAL = { session: 'text', stanza: 'xml' } as const;

/** What an outcome of `oneOf` consists of: its name, and the stanzas that arrive in it, and where. None: nothing arrives. */
export const OUTCOME_MEANING = { name: 'value', arrivals: 'arrival[]' } as const;

/** An alternative that is not permitted, the requirements that it violates, and what those consist of that are permitted. */
export const DEPARTING = { outcome: 'value', violates: 'text[]', permitted: 'outcomeMeaning[]' } as const;

/** The stanzas that show a failure. */
export const EVIDENCE = {
  /** The pattern as the author wrote it, with placeholders filled in. */
  expected: 'xml?',
  /** The stanza or roster item at fault, or the nearest to `expected`. */
  closest: 'xml?',
  /** Further stanzas that show the failure. */
  others: 'xml[]?',
  difference: 'difference?',
} as const;

/** The kinds of failures. */
export const FAILURES = {
  /** No stanza matched the pattern. */
  missing: {
    ...EVIDENCE,
    /** `closest` matches the pattern, but arrived out of the order that the step asks for. */
    isOutOfOrder: 'boolean',
    /** The patterns of the session in the order that the step asks for; absent: `isOutOfOrder` is not set. */
    order: 'xml[]?',
  },
  /** A stanza arrived that no expectation names, although a rule forbids it. */
  unexpected: {
    ...EVIDENCE,
    /** The session may receive such a stanza, but it came once more than it may; absent: no. */
    isRepeated: 'boolean?',
    /** The patterns that the step allowed this session to receive. */
    allowed: 'xml[]',
    /** These patterns are those of an alternative that itself violates requirements; absent: of none. */
    departing: 'departing?',
  },
  /** The stanza arrived, but differs from what this requirement asks for. */
  differs: { ...EVIDENCE, difference: 'difference' },
  /** The server took an alternative that violates the requirement. */
  violates: {
    ...EVIDENCE,
    /** Name of the alternative taken. */
    outcome: 'value',
    /** Names of the alternatives that violate nothing. */
    permitted: 'text[]',
    /** What the alternative taken, and then each that violates nothing, consists of; absent in reports of earlier versions. */
    meanings: 'outcomeMeaning[]?',
  },
  /**
   * The stored roster differs from the expected one: an item is missing, differs, or should not be there. `shown`: it is what the client
   * under test shows, its roster or something else; absent: what the server has stored.
   */
  roster: { ...EVIDENCE, item: 'missing|differs|unexpected', shown: 'roster|messages|contacts?' },
  /** The subscription state is not one of those expected. */
  state: {
    ...EVIDENCE,
    user: 'value',
    contact: 'value',
    found: 'foundState',
    /** Names of the states that the standard permits. */
    states: 'text[]',
    /** How what is seen differs from the nearest of them; absent in reports of earlier versions. */
    differences: 'stateDifference[]?',
  },
  /** A stream feature is missing, or present where it should not be. `present`: it should have been there. */
  features: { ...EVIDENCE, present: 'boolean' },
  /** The server itself sent something that a passive requirement forbids. */
  passive: { ...EVIDENCE, closest: 'xml', fault: 'stanzaFault' },
  /**
   * The server ended a stream of a client because of a stanza of the case (RFC 6120 8.3). `expected` is a stanza that the standard
   * demanded then; absent: it demanded none.
   */
  'stream-ended': {
    ...EVIDENCE,
    /** The session whose stream it was. The check may be about another one. */
    ended: 'text',
    /** Of the stream error (RFC 6120 4.9.3); absent: the server sent none. */
    condition: 'value?',
    /** What sessions of the case had sent since the last fence, oldest first. */
    after: 'xml[]',
  },
  /** A stream ended at XML that RFC 6120 11 forbids. Fields as in the problem of the same name. */
  'ill-formed-xml': { ...EVIDENCE, fault: XML_FAULT, detail: 'value', excerpt: 'value' },
} as const satisfies Table;
