// How the server orders stanzas: whether what was caused earlier can arrive after a fence, and how much later.

/**
 * A case chains relays (subscribe, push, probe, answer), and what is measured has one or two of them: so this many times
 * the usual lag.
 */
const LAGS = 3;

/** The usual lag: this share of the late stanzas has no longer one. One that is much longer may be a pause of the machine. */
const USUAL_SHARE = 0.9;

/**
 * Steps in milliseconds: a lag that is a little larger than all before does not make every earlier fence too short. The first
 * is longer than the small lags of a sample ask for, because the longer ones are rare.
 */
const STEPS_MS = [50, 100, 200, 400] as const;

/** More than a run can wait after each fence. A stanza that comes later makes its case broken. */
const MAX_SETTLE_MS = 800;

/** Where nothing was measured: enough for a server that hands stanzas to a pool of threads on the same machine. */
const UNMEASURED_SETTLE_MS = 100;

/** A longer lag, in milliseconds, is no matter of order: the stanza waited for something, such as the network. */
const LONGEST_LAG_MS = 1000;

/** Late stanzas of which the lag is kept: enough to know the usual one. */
const MAX_LAGS = 1000;

/** How the server orders what it delivers. It learns during the run. */
export interface ServerOrder {
  /** A stanza was seen after the fence of the step that caused it. */
  readonly isRelaxed: boolean;
  /** The longest time in milliseconds by which a stanza came after its fence; 0: none did. */
  readonly largestLagMs: number;
  /** How long a fence waits after its last ping, in milliseconds; 0 where the order is strict. */
  readonly settleMs: number;
  /**
   * A stanza came this much after the end of its fence, in milliseconds. A server that was strict until now is relaxed: what
   * came late once may be what a case has not seen.
   */
  noteLag(lagMs: number): void;
}

interface Measured {
  /** The lags of the stanzas that were late, in milliseconds. */
  readonly lagsMs?: readonly number[];
  /** False: nothing is known of the order, so fences are careful. */
  readonly isMeasured?: boolean;
}

/** The order of a server as it was measured; strict by default. */
export function createServerOrder({ lagsMs = [], isMeasured = true }: Measured = {}): ServerOrder {
  const leastMs = isMeasured ? 0 : UNMEASURED_SETTLE_MS;
  const lags = [...lagsMs];
  let largestLagMs = Math.max(0, ...lags);
  let settleMs = Math.max(leastMs, settleOf(lags, largestLagMs));
  return {
    get isRelaxed() {
      return lags.length > 0;
    },
    get largestLagMs() {
      return largestLagMs;
    },
    get settleMs() {
      return settleMs;
    },
    noteLag: (lagMs) => {
      if (lagMs > LONGEST_LAG_MS) return;
      if (lags.length < MAX_LAGS) lags.push(lagMs);
      largestLagMs = Math.max(largestLagMs, lagMs);
      // Never shorter again: fences of earlier cases waited as long as this.
      settleMs = Math.max(settleMs, settleOf(lags, largestLagMs));
    },
  };
}

function settleOf(lags: readonly number[], largestLagMs: number): number {
  if (lags.length === 0) return 0;
  const usualMs = lags.toSorted((a, b) => a - b)[Math.floor(USUAL_SHARE * (lags.length - 1))] ?? 0;
  const neededMs = Math.max(LAGS * usualMs, largestLagMs);
  return STEPS_MS.find((step) => step >= neededMs) ?? MAX_SETTLE_MS;
}
