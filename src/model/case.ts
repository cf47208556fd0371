// A case: what runs, and the unit of every report.

import type { BASIC } from '../tags/reason.ts';
import type { Words } from '../tags/table.ts';
import type { Served } from './client.ts';
import type { Place } from './place.ts';
import type { Dispute } from './standard.ts';
import type { Script, Step } from './step.ts';
import type { XmlElement } from './xml.ts';

/**
 * Where the contacts have their accounts: on the server under test, on a remote domain that a component plays, or on a second
 * server, its peer.
 */
export type Topology = 'local' | 'remote' | 'federated';

/**
 * One row of a scenario in one topology: what runs, and the unit of every report.
 * Columns of the row are filled in. The placeholders that remain in stanzas get their values when the case runs.
 */
export interface Case {
  /** Stable and path-like: `rfc6121/2.3/set-refused[two-items]`. */
  readonly id: string;
  readonly title: string;
  /** The title in Chinese, where the scenario has one. */
  readonly titleZh?: string | undefined;
  /** RFC 6121 section: `2.3`, `A.2.1`. */
  readonly section: string;
  readonly topology: Topology;
  readonly place: Place;
  /** The cell of a table of the standard that the case is about. */
  readonly cell?: TableCell | undefined;
  readonly actors: readonly Actor[];
  /** Subscription state to establish before the first step. */
  readonly given?: Given;
  readonly needs: readonly Need[];
  readonly steps: readonly Step[];
  /** How many of the first steps are its set-up: where a check of these fails, the case is skipped. Absent: none. */
  readonly setup?: number;
  /** In place of `steps`, where the servers of actors offer some features; absent: `steps` are all. What a result has played are its `steps`. */
  readonly script?: (offers: (feature: string, actor: string) => boolean) => Script;
  /** What is missing on the server where this case fails and shows it: other cases that show the same are skipped. */
  readonly establishes?: Basic;
  /** Ids of all requirements that the checks of this case cite, sorted. */
  readonly requirements: readonly string[];
  /** Patterns of stanzas that servers send on their own, and no case of its suite is about; absent: none. */
  readonly ambient?: readonly XmlElement[];
  /** What rulings make a warning of in this case; absent: nothing. */
  readonly disputes?: readonly CaseDispute[] | undefined;
}

/** A dispute that concerns the case, and the ruling that it stands in: `R1`. */
export interface CaseDispute extends Omit<Dispute, 'cases'> {
  readonly ruling: string;
}

/**
 * What many cases take for granted, and a server may lack as a whole: `ask` is ask="subscribe" in pushes and rosters,
 * `roster-set` an answer to a roster set, `roster-push` a push after it, `item-not-found` the error for the removal of an
 * item that is not listed, `redelivery` the delivery of a pending request that an available resource has had, at the next login,
 * `state` the subscription state after a cell of Appendix A.
 */
export type Basic = Words<typeof BASIC>;

/** A cell: `table` is `delivery-table` or a table of Appendix A such as `appendix-a/out-subscribe`; row and column by their headings. */
export interface TableCell {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/**
 * A feature that a case cannot run without, and the case that reports its absence, if there is one. `no roster-version`
 * asks for the absence of the feature.
 */
export interface Need {
  readonly feature: string;
  readonly reportedBy?: string;
  /** RFC 6121 12 demands the feature, and no ruling disputes that. */
  readonly isMandatory?: boolean;
}

/**
 * A simulated account. `account` says which: `fresh` (made for the run; where an earlier case has used it, nothing of that is
 * left), `unused` (made for the case), `absent` (an address for which no account exists), `domain` (the remote domain itself),
 * or the name of a special account that the target sets up, such as `rosterless`.
 */
export interface Actor {
  readonly name: string;
  readonly account: string;
  /** Lives behind the component: an address of the remote domain, and no account on the server under test. */
  readonly isRemote: boolean;
  /** Has its account on the peer, and real clients like those of the server under test. Absent: no. */
  readonly isPeer?: boolean | undefined;
  readonly sessions: readonly SessionPlan[];
}

/** How one session of an actor behaves. `ref` is `juliet/balcony`. */
export interface SessionPlan {
  readonly ref: string;
  readonly resource: string;
  /** Asks for the roster after login, which makes it an interested resource (RFC 6121 2.2). */
  readonly roster: boolean;
  /** Initial presence sent after login, which makes it an available resource (RFC 6121 4.2); absent: none. */
  readonly presence?: XmlElement;
  /** Answers roster pushes and pings by itself (RFC 6120 8.2.3). */
  readonly answers: boolean;
  /** Connected before the first step; otherwise a connect step connects it. */
  readonly atStart: boolean;
  /** Of the client under test: what the server shows it when it logs in. Absent: what it is. */
  readonly served?: Served;
}

/** A subscription state between two actors (RFC 6121 A.1), established by real stanzas before the first step. */
export interface Given {
  readonly user: string;
  readonly contact: string;
  readonly state: string;
  readonly place: Place;
}
