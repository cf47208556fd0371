// Why a check did not hold, as data. `tags/failure.ts` has the fields, and `failures/` says what each kind is.

import type {
  DEPARTING,
  DIFFERENCE,
  DIFFERENCE_VALUES,
  FAILURES,
  NAMED_STATE,
  OUTCOME_MEANING,
  SEEN_STATE,
} from '../tags/failure.ts';
import type { DataOf, Tagged } from './data.ts';

/** One side of a difference: what a pattern asks for, or what stands there. */
export type DifferenceValue = Tagged<typeof DIFFERENCE_VALUES>;

/** The first place where a stanza differs from a pattern. */
export type Difference = DataOf<typeof DIFFERENCE>;

/** The subscription state of a user towards a contact: its name in RFC 6121 A.1, or what is seen where no state fits. */
export type FoundState = DataOf<typeof NAMED_STATE> | DataOf<typeof SEEN_STATE>;

/** What an outcome of `oneOf` consists of: the stanzas that arrive in it, and where. None: nothing arrives. */
export type OutcomeMeaning = DataOf<typeof OUTCOME_MEANING>;

/** An alternative that is not permitted, and what those consist of that are. */
export type DepartingAlternative = DataOf<typeof DEPARTING>;

export type Failure = Tagged<typeof FAILURES>;

/** The failure of one kind, or of several. */
export type FailureOf<Kind extends Failure['kind']> = Extract<Failure, { kind: Kind }>;
