// The steps of a case.

import type { ShownKind } from './client.ts';
import type { Place } from './place.ts';
import type { XmlElement } from './xml.ts';

export type Step =
  | ConnectStep
  | DisconnectStep
  | DropStep
  | NetworkStep
  | SendStep
  | ExpectStep
  | RosterStep
  | StateStep
  | FeaturesStep
  | DoStep
  | ShowsStep;

/** Steps that depend on what has come. Each look at a case has a script of its own. */
export interface Script {
  /** The steps that follow; undefined: the script is over. */
  readonly next: () => readonly Step[] | undefined;
  /** What the last expect step has shown: the names of all its alternatives that hold, none where it has none. */
  readonly take: (holding: readonly string[]) => void;
}

export interface StepBase {
  readonly place: Place;
}

export interface ConnectStep extends StepBase {
  readonly kind: 'connect';
  readonly session: string;
}

/** Closes the stream gracefully. */
export interface DisconnectStep extends StepBase {
  readonly kind: 'disconnect';
  readonly session: string;
}

/** Ends the TCP connection without closing the stream. The next expect step waits for its stanzas before its fence. */
export interface DropStep extends StepBase {
  readonly kind: 'drop';
  readonly session: string;
}

/** Something between the two servers of a federated case. */
export interface NetworkStep extends StepBase {
  readonly kind: 'network';
  /**
   * `cut`: the streams between the servers are cut, and new ones are refused. `restored`: the servers may connect to each other again.
   * `reached`: the step waits until they reach each other; otherwise the case is broken, unless the next expect step waits
   * (`withinMs`) and judges that. `restart`: the server of `actor` restarts, and keeps its accounts.
   */
  readonly change: 'cut' | 'restored' | 'reached' | 'restart';
  readonly actor?: string;
  /** All sessions on a server that restarts, connected or not. */
  readonly ends: readonly string[];
}

export interface SendStep extends StepBase {
  readonly kind: 'send';
  readonly from: string;
  /** A template: attribute values and text may hold `${...}` placeholders. */
  readonly stanza: XmlElement;
}

/** What must arrive before the fence. A session that the step does not name must receive nothing. */
export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
  readonly sessions: readonly SessionExpectation[];
  /** Permitted alternatives; empty when there are none. Each adds to `sessions`. */
  readonly alternatives: readonly Alternative[];
  /** Requirements that an unexpected stanza breaks at a session that cites none itself. */
  readonly proves: readonly string[];
  /** The answer needs the network: the fence waits until all has come, at most this long. In milliseconds. */
  readonly withinMs?: number;
}

/** One permitted outcome, or one that is recognised and forbidden. Its name is recorded as `observed`. */
export interface Alternative extends StepBase {
  readonly name: string;
  readonly sessions: readonly SessionExpectation[];
  /** Requirements that a server violates by taking this alternative. */
  readonly violates: readonly string[];
  /** The steps that follow are about the other alternatives: the case ends here. Absent: it goes on. */
  readonly ends?: true;
}

export interface SessionExpectation extends StepBase {
  readonly session: string;
  readonly receives: readonly Check[];
  /** Stanzas that may also arrive, each at most once. */
  readonly may: readonly XmlElement[];
  readonly inOrder: boolean;
  /** Requirements that an unexpected stanza at this session breaks. */
  readonly proves: readonly string[];
}

/** One check: a stanza that must arrive, and the requirements that this proves. */
export interface Check extends StepBase {
  readonly pattern: XmlElement;
  readonly proves: readonly string[];
  /** Further patterns that the same stanza must match, each with requirements of its own. */
  readonly further: readonly {
    readonly pattern: XmlElement;
    readonly proves: readonly string[];
    readonly place: Place;
  }[];
}

/** Checks that the roster of an actor, read by a fresh session or by `session`, holds exactly these items. */
export interface RosterStep extends StepBase {
  readonly kind: 'roster';
  readonly of: string;
  readonly session?: string;
  readonly items: readonly XmlElement[];
  readonly proves: readonly string[];
}

/**
 * Checks the subscription state of `user` towards `contact` by a fresh session: subscription and ask by a roster get, a
 * pending inbound request by its redelivery after initial presence (RFC 6121 3.1.3).
 */
export interface StateStep extends StepBase {
  readonly kind: 'state';
  readonly user: string;
  readonly contact: string;
  /** States that the standard permits. Where there are several, the one found is recorded as observed. */
  readonly states: readonly string[];
  readonly proves: readonly string[];
}

/** Checks that the stream features after authentication (RFC 6120 4.3.2) have a child, or lack it. */
export interface FeaturesStep extends StepBase {
  readonly kind: 'features';
  readonly session: string;
  readonly pattern: XmlElement;
  /** False: no child may match. */
  readonly present: boolean;
  readonly proves: readonly string[];
}

/** Has a person, or a driver in place of one, do something with the client under test. */
export interface DoStep extends StepBase {
  readonly kind: 'do';
  readonly session: string;
  /** As drivers know it: `message`, `subscribe`. */
  readonly verb: string;
  /** Templates. */
  readonly words: readonly string[];
}

/** Checks what the client under test shows: exactly what these patterns match, in any order. */
export interface ShowsStep extends StepBase {
  readonly kind: 'shows';
  readonly session: string;
  readonly what: ShownKind;
  readonly patterns: readonly XmlElement[];
  readonly proves: readonly string[];
}
