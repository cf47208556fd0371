// What the engine is given to run with. It knows no server: everything that touches one comes in as a function.

import type { RunEvent } from '../model/event.ts';
import type { KnownFailure } from '../model/result.ts';
import type { Connect, Loan, Session } from '../model/session.ts';
import type { Requirement, StateRecipe } from '../model/standard.ts';
import type { Capabilities, RemoteDomain, TargetTraits } from '../model/target.ts';
import type { Patience } from './timeout-breaker.ts';

export interface Environment {
  readonly connect: Connect;
  /** Lends all of these kinds of account together, or rejects; see `Actor.account`. */
  readonly lend: (kinds: readonly string[]) => Promise<readonly Loan[]>;
  /** Most accounts that can be on loan at once; undefined when there is no bound. */
  readonly capacity: number | undefined;
  /**
   * A session of nobody in the play, which pings for the fence where no local session of the case is left to do so;
   * undefined where no account can be spared.
   */
  readonly fenceSession: Session | undefined;
  readonly target: TargetTraits;
  readonly domain: string;
  /** The remote domain that a component plays; undefined where there is none. */
  readonly remote: RemoteDomain | undefined;
  readonly capabilities: Capabilities;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly states: ReadonlyMap<string, StateRecipe>;
  readonly baseline: readonly KnownFailure[];
  readonly patience: Patience;
  /** Bounds each single wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly emit: (event: RunEvent) => void;
  /** Each stanza is an event, too. */
  readonly follows?: boolean;
  /** Aborted when the run is to stop: cases not yet begun are left out. */
  readonly signal: AbortSignal;
}
