// Which server of a pair broke a rule, and what proves it. `wording/blame.ts` says each in two languages.

import type { BLAMES, PAIR_SIDE, PROVEN } from '../tags/blame.ts';
import type { Words } from '../tags/table.ts';
import type { Tagged } from './data.ts';

/** A server of a federated case: A is the one under test, B its peer. */
export type PairSide = Words<typeof PAIR_SIDE>;

/** The names of the two servers. */
export type ServerNames = Readonly<Record<PairSide, string>>;

/** What of the transcript proves which server broke a rule. `side` is that server. */
export type ProvenBlame = Tagged<typeof PROVEN>;

/** Who broke the rule of a failed check. `unseen`: either server; what passes between them is not seen. */
export type Blame = Tagged<typeof BLAMES>;

/** See `BLAMES`. */
export type AloneBlame = Extract<Blame, { kind: 'alone' }>;
