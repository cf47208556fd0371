// A client under test: what the server shows it at its login, and what drives it.

import type { XmlElement } from './xml.ts';

/** How the server differs from itself for one login. */
export interface Served {
  /** Stanzas that the client gets in place of the answer to its first roster get; one without id gets that of the request. Absent: the answer. */
  readonly roster?: readonly XmlElement[] | undefined;
  /** Names of children of the stream features that are left out: `ver`, `sub`. Absent: none. */
  readonly without?: readonly string[] | undefined;
}

/** What a driver can be asked to show. */
export type ShownKind = 'roster' | 'messages' | 'contacts';

/** What makes a client act, and says what it shows. */
export interface ClientDriver {
  /** What the client calls itself; empty: it has not said. */
  readonly name: string;
  readonly version: string;
  /** The verbs that it knows. */
  readonly does: readonly string[];
  /** Has the client do something. Resolves when the driver says that it is done; rejects with a `ProblemError`. */
  tell(verb: string, words: readonly string[]): Promise<void>;
  /** What the client shows, as elements: items of its roster, messages, or presence of contacts. Rejects with a `ProblemError`. */
  ask(what: ShownKind): Promise<readonly XmlElement[]>;
}
