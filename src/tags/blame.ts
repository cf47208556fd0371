// Which server of a pair broke a rule, and what proves it.

import type { Table } from './table.ts';

/** A server of a federated case: A is the one under test, B its peer. */
export const PAIR_SIDE = 'A|B';

const side = PAIR_SIDE;

/** What of the transcript proves which server broke a rule. `side` is that server. */
export const PROVEN = {
  /** A client of the other server received a stanza that this server must not send, or not in this form. */
  sent: { side },
  /** The server gave its client what a client of the other server had sent, and must not have. */
  delivered: { side },
  /** What a client of the other server sent has arrived at a client of this one, which owes more for it. */
  arrived: { side },
  /** Only the user's own client has acted, and the server owes the stanza to the same user. */
  owed: { side },
  /** The server itself answers a request of its own client. */
  answered: { side },
  /** The server itself made what it gave its client. */
  made: { side },
  /** The subscription state changed otherwise than by the act of the user's client, and nothing of the contact arrived. */
  kept: { side },
  /** The server has changed a roster or answered for what a client of the other server sent: so it arrived, and it owes more for it. */
  reacted: { side },
  /** The streams between the servers were cut: the other one had no part in it. */
  apart: { side },
} as const satisfies Table;

/** Who broke the rule of a failed check. */
export const BLAMES = {
  ...PROVEN,
  /**
   * What the servers do alone shows who broke a rule, where the transcript does not: this server breaks the same rule in the same way in
   * `case`, the id of a case of this server alone, and the other server meets it in its own.
   */
  alone: { side, case: 'text' },
  /** Either server: what passes between them is not seen. */
  unseen: { side: 'pair' },
} as const satisfies Table;

/** The result of a case on one server of a pair alone, in the same row as a federated case that did not pass. */
export const ALONE_RESULT = {
  side,
  /** The id of the local case, or of the one whose contacts a component plays. */
  case: 'text',
  outcome: 'passed|failed|warned|skipped|broken',
  /** The requirements not met here that the pair does not meet either. */
  requirements: 'text[]',
} as const;
