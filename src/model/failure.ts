// Why a check did not hold, as data. `failures/` says each in two languages.

import type { StateDifference } from './standard.ts';
import type { StanzaFault } from './stanza-fault.ts';
import type { XmlElement, XmlFault } from './xml.ts';

/** One side of a difference: what a pattern asks for, or what stands there. */
export type DifferenceValue =
  /** An attribute value or text. */
  | { readonly kind: 'value'; readonly value: string }
  /** An element by its name. */
  | { readonly kind: 'element'; readonly name: string }
  | { readonly kind: 'namespace'; readonly ns: string }
  /** The attribute or the text is absent. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'any' }
  /** A value that no capture of the case has. */
  | { readonly kind: 'new' }
  /** A value that the capture `name` has already. */
  | { readonly kind: 'seen'; readonly value: string; readonly name: string }
  | { readonly kind: 'value-or-nothing'; readonly value: string }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'language'; readonly value: string }
  /** A placeholder for a capture that was never made. */
  | { readonly kind: 'unbound'; readonly placeholder: string }
  /** The child elements that are there, by name. */
  | { readonly kind: 'children'; readonly names: readonly string[] }
  /** A child element of this name. */
  | { readonly kind: 'child'; readonly name: string }
  /** This number of child elements and no other. */
  | { readonly kind: 'only'; readonly count: number }
  /** This number of child elements, each matching a pattern of its own. */
  | { readonly kind: 'distinct'; readonly count: number };

/** The first place where a stanza differs from a pattern. */
export interface Difference {
  /** `iq/query/item@name`. */
  readonly path: string;
  readonly expected: DifferenceValue;
  readonly actual: DifferenceValue;
}

/** The stanzas that show a failure. */
interface Evidence {
  /** The pattern as the author wrote it, with placeholders filled in. */
  readonly expected?: XmlElement | undefined;
  /** The stanza or roster item at fault, or the nearest to `expected`. */
  readonly closest?: XmlElement | undefined;
  /** Further stanzas that show the failure. */
  readonly others?: readonly XmlElement[] | undefined;
  readonly difference?: Difference | undefined;
}

/** The subscription state of a user towards a contact: its name in RFC 6121 A.1, or what is seen where no state fits. */
export type FoundState =
  | { readonly name: string }
  | { readonly subscription: string; readonly ask: boolean; readonly pendingIn: boolean };

/** No stanza matched the pattern. */
export interface MissingFailure extends Evidence {
  readonly kind: 'missing';
  /** `closest` matches the pattern, but arrived out of the order that the step asks for. */
  readonly isOutOfOrder: boolean;
  /** The patterns of the session in the order that the step asks for; absent: `isOutOfOrder` is not set. */
  readonly order?: readonly XmlElement[] | undefined;
}

/** A stanza arrived that no expectation names, although a rule forbids it. */
export interface UnexpectedFailure extends Evidence {
  readonly kind: 'unexpected';
  /** The session may receive such a stanza, but it came once more than it may; absent: no. */
  readonly isRepeated?: boolean | undefined;
  /** The patterns that the step allowed this session to receive. */
  readonly allowed: readonly XmlElement[];
  /** These patterns are those of an alternative that itself violates requirements; absent: of none. */
  readonly departing?: DepartingAlternative | undefined;
}

/** An alternative that is not permitted, and what those consist of that are. */
export interface DepartingAlternative {
  readonly outcome: string;
  /** The requirements that it violates. */
  readonly violates: readonly string[];
  readonly permitted: readonly OutcomeMeaning[];
}

/** The stanza arrived, but differs from what this requirement asks for. */
export interface DiffersFailure extends Evidence {
  readonly kind: 'differs';
  readonly difference: Difference;
}

/** What an outcome of `oneOf` consists of: the stanzas that arrive in it, and where. None: nothing arrives. */
export interface OutcomeMeaning {
  /** The name of the alternative. */
  readonly name: string;
  readonly arrivals: readonly { readonly session: string; readonly stanza: XmlElement }[];
}

/** The server took an alternative that violates the requirement. */
export interface ViolatesFailure extends Evidence {
  readonly kind: 'violates';
  /** Name of the alternative taken. */
  readonly outcome: string;
  /** Names of the alternatives that violate nothing. */
  readonly permitted: readonly string[];
  /** What the alternative taken, and then each that violates nothing, consists of; absent in reports of earlier versions. */
  readonly meanings?: readonly OutcomeMeaning[] | undefined;
}

/** The stored roster differs from the expected one: an item is missing, differs, or should not be there. */
export interface RosterFailure extends Evidence {
  readonly kind: 'roster';
  readonly item: 'missing' | 'differs' | 'unexpected';
}

/** The subscription state is not one of those expected. */
export interface StateFailure extends Evidence {
  readonly kind: 'state';
  readonly user: string;
  readonly contact: string;
  readonly found: FoundState;
  /** Names of the states that the standard permits. */
  readonly states: readonly string[];
  /** How what is seen differs from the nearest of them; absent in reports of earlier versions. */
  readonly differences?: readonly StateDifference[] | undefined;
}

/** A stream feature is missing, or present where it should not be. */
export interface FeaturesFailure extends Evidence {
  readonly kind: 'features';
  /** Whether the feature should have been there. */
  readonly present: boolean;
}

/** The server itself sent something that a passive requirement forbids. */
export interface PassiveFailure extends Evidence {
  readonly kind: 'passive';
  readonly closest: XmlElement;
  readonly fault: StanzaFault;
}

/**
 * The server ended a stream of a client because of a stanza of the case (RFC 6120 8.3). `expected` is a stanza that the standard
 * demanded then; absent: it demanded none.
 */
export interface StreamEndedFailure extends Evidence {
  readonly kind: 'stream-ended';
  /** The session whose stream it was. The check may be about another one. */
  readonly ended: string;
  /** Of the stream error (RFC 6120 4.9.3); absent: the server sent none. */
  readonly condition?: string | undefined;
  /** What sessions of the case had sent since the last fence, oldest first. */
  readonly after: readonly XmlElement[];
}

/** A stream ended at XML that RFC 6120 11 forbids. Fields as in the problem of the same name. */
export interface IllFormedXmlFailure extends Evidence {
  readonly kind: 'ill-formed-xml';
  readonly fault: XmlFault;
  readonly detail: string;
  readonly excerpt: string;
}

export type Failure =
  | MissingFailure
  | UnexpectedFailure
  | DiffersFailure
  | ViolatesFailure
  | RosterFailure
  | StateFailure
  | FeaturesFailure
  | PassiveFailure
  | StreamEndedFailure
  | IllFormedXmlFailure;
