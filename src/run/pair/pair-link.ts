// What a case does to the streams between its two servers, and to the servers.

import type { PairSide } from '../../model/blame.ts';
import type { PairControl } from '../../model/target.ts';
import { LONGEST_WAIT_MS, RECOVERY_MS } from '../numbers/numbers.ts';
import { reachEachOther, type Unreached, type Way } from './reach.ts';

interface LinkOptions {
  /** Absent: the case cannot touch the servers. */
  readonly control: PairControl | undefined;
  /** See `Environment.reachMs`. */
  readonly reachMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** The link between the servers of one case. */
export class PairLink {
  readonly #options: LinkOptions;
  #isJoined = true;
  #isTouched = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** The servers are known to reach each other. */
  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** Cuts the streams. Resolves with whether both servers know of it. */
  cut(): Promise<boolean> {
    return this.#touch().cut();
  }

  /** Lets the servers connect again. They are joined once they have reached each other. */
  restore(): Promise<void> {
    return this.#touch().restore();
  }

  /** Restarts a server. Resolves with whether the other one knows of it. Rejects with `ProblemError`. */
  restart(side: PairSide): Promise<boolean> {
    return this.#touch().restart(side);
  }

  /** Waits until the servers reach each other. Resolves with the first that did not reach the other one in time. */
  async reach(ways: readonly Way[]): Promise<Unreached | undefined> {
    const { reachMs = LONGEST_WAIT_MS, signal } = this.#options;
    const unreached = await reachEachOther(ways, { limitMs: reachMs, signal });
    this.#isJoined = unreached === undefined;
    return unreached;
  }

  /** Undoes what the case has done, for the next one. Resolves with the servers that must be restarted for that. */
  async recover(ways: readonly Way[]): Promise<readonly PairSide[]> {
    const { control, reachMs = LONGEST_WAIT_MS, signal } = this.#options;
    if (control === undefined || !this.#isTouched) return [];
    await control.restore();
    const unreached = await reachEachOther(ways, { limitMs: Math.min(RECOVERY_MS, reachMs), signal });
    return unreached === undefined || !control.canRestart || signal.aborted ? [] : ['A', 'B'];
  }

  #touch(): PairControl {
    const { control } = this.#options;
    if (control === undefined) throw new Error('expected two servers that were launched together');
    this.#isTouched = true;
    this.#isJoined = false;
    return control;
  }
}
