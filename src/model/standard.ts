// The standards as data: what spec/ holds.

import type { STATE_DIFFERENCES } from '../tags/failure.ts';
import type { Tagged } from './data.ts';

/** RFC 2119 level; RECOMMENDED counts as SHOULD, OPTIONAL as MAY, REQUIRED as MUST. */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

/** Stanzas that a rule speaks of: a type of presence, `presence` without type or of type "unavailable", or another kind. */
export type DutyOf = 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed' | 'presence' | 'message' | 'iq';

/**
 * Which of two servers a rule binds: the server of the user who sends the stanza, or of the one whom it is for. `source` is the
 * server of the address that a stanza comes from, for any cause; `of` absent: any stanza.
 */
export type Duty =
  | { readonly server: 'sender' | 'recipient'; readonly of: DutyOf }
  | { readonly server: 'source'; readonly of?: DutyOf };

/**
 * Kinds of stanzas that a rule of silence forbids: `availability` is presence without type or of type "unavailable", `push` a
 * roster push, `request` any other IQ get or set, `answer` an IQ result or error, `error` presence or a message of that type.
 */
export type SilencedKind =
  | 'availability'
  | 'probe'
  | 'subscribe'
  | 'subscribed'
  | 'unsubscribe'
  | 'unsubscribed'
  | 'push'
  | 'request'
  | 'answer'
  | 'message'
  | 'error';

/** Child elements of a message or presence stanza that a rule may be about: `extension` is any of another namespace. */
export type ElementKind = 'show' | 'status' | 'priority' | 'body' | 'subject' | 'thread' | 'extension';

/** One normative sentence: an entry of spec/requirements.yaml, of requirements.yaml in a suite, or of `requirements` in a scenario file. */
export interface Requirement {
  readonly id: string;
  readonly level: Level;
  readonly role: 'server' | 'client' | 'both';
  /** A feature name of RFC 6121 section 12 (YD/T 2936 clause 16), one of its suite, or `none`. */
  readonly feature: string;
  /** Section of RFC 6121; in a scenario file, another specification with its section: `XEP-0280 9`. */
  readonly rfc: string;
  /** Clause of YD/T 2936-2015, or null where it lacks the rule. */
  readonly ydt: string | null;
  readonly text: string;
  readonly zh: string;
  /**
   * How a tester can see it: by clients, by a component, by clients of two servers, by a server, only with special
   * configuration, or not at all.
   */
  readonly observe: 'c2s' | 'component' | 'peer' | 's2s' | 'config' | 'none';
  /** About what a server itself sends only: checked on everything that arrives, never the subject of a case. */
  readonly passive?: boolean;
  /** What a stanza must be to break it where it is cited as a rule of silence; absent: any kind. */
  readonly about?: readonly SilencedKind[];
  /** Elements that the rule is about, and not the stanza: it alone is broken where a stanza differs in these only. Absent: none. */
  readonly elements?: readonly ElementKind[];
  /** It says how often a stanza may come, so that a further copy of one that may come breaks it. Absent: it does not. */
  readonly once?: true;
  /** Which server of a pair it binds; absent: the text or what clients see does not decide it. */
  readonly binds?: Duty;
  readonly note?: string;
  /** The address of the text. Only requirements of scenario files and suites have it: those of the catalogue stand where `rfc` says. */
  readonly link?: string;
  /** The feature of its suite that the rule belongs to; `feature` is its name. Absent: none. */
  readonly ofSuite?: SuiteFeature;
  /** The version of its suite that brought it: `1.2`. Absent: not said. */
  readonly since?: string;
}

/** A feature of a suite: what reports count its requirements by. */
export interface SuiteFeature {
  readonly name: string;
  readonly level: Level;
  /** As in `Requirement.rfc`. */
  readonly section: string;
  readonly text: string;
  readonly zh: string;
  /** The address of the section. */
  readonly link: string;
  /** What a server that has it lists: `disco:urn:xmpp:blocking`. Absent: only cases show it. */
  readonly found?: string;
}

/** A text in both languages. */
export interface BothLanguages {
  readonly en: string;
  readonly zh: string;
}

/** One passage of a standard in words of our own. `place` is `RFC 6121 3.1.2`. */
export interface Passage {
  readonly place: string;
  readonly says: BothLanguages;
}

/** What the suite does where two passages of the standards disagree: an entry of spec/rulings.yaml. */
export interface Ruling {
  /** `R1`. */
  readonly id: string;
  readonly title: BothLanguages;
  readonly passages: readonly Passage[];
  readonly ruling: BothLanguages;
  readonly disputes: readonly Dispute[];
}

/**
 * A failure that many rules may be charged with: `repeated` is a further copy of presence or of a roster push that
 * the session may receive; `request-missing` is a subscription request that does not
 * arrive; `request-not-shown` is a state that lacks nothing but the pending request of the contact, and `request-shown` one
 * that has nothing but such a request on top; `ask-not-shown` is a roster item that lacks nothing but ask="subscribe"; `further-push` is a roster push that a rule of silence forbids.
 */
export type DisputedFailure =
  | 'repeated'
  | 'request-missing'
  | 'request-not-shown'
  | 'request-shown'
  | 'ask-not-shown'
  | 'further-push';

/** What a ruling makes a warning of: failed checks that have all that is named here. */
export interface Dispute {
  /** They cite this requirement; absent: any. */
  readonly requirement?: string;
  /** Ids of cases, or globs of them. */
  readonly cases: readonly string[];
  /** They belong to one of these outcomes of `oneOf`, or found one of these subscription states; absent: to any, or none. */
  readonly outcomes?: readonly string[];
  /** They failed in this way; absent: in any. */
  readonly failure?: DisputedFailure;
  /** A `Basic` that the server lacks as a whole: where the cases that establish it pass, nothing is disputed. Absent: on any server. */
  readonly lacking?: 'redelivery';
}

/** One way in which what is seen of a subscription state differs from the state itself. */
export type StateDifference = Tagged<typeof STATE_DIFFERENCES>;

/** How to establish a subscription state by real stanzas, and how it shows in the user's roster (RFC 6121 A.1). */
export interface StateRecipe {
  readonly name: string;
  readonly subscription: string;
  readonly ask: boolean;
  /** A request of the contact is pending. It shows only when it is redelivered at login. */
  readonly pendingIn: boolean;
  /** The state that the contact has towards the user at the same time. */
  readonly mirror: string;
  /** The presence stanzas that establish the state, in order, with a fence after each: who sends which type to the other. */
  readonly moves: readonly { readonly who: 'user' | 'contact'; readonly type: string }[];
}
