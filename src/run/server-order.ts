// How the server orders stanzas: whether what was caused earlier can arrive after a fence, and how much later.

/**
 * The largest lag was seen in a sample, of stanzas that pass few relays. A case chains more of them (subscribe, push, probe,
 * answer), and rare lags are larger than those of the sample.
 */
const LAGS = 4;

/** Steps in milliseconds: a lag that is a little larger than the last one does not make every earlier fence too short. */
const STEPS_MS = [25, 50, 100, 200, 400, 800] as const;

/** More than a run can wait after each fence. A stanza that comes later makes its case broken. */
const MAX_SETTLE_MS = 800;

/** How the server orders what it delivers. It learns during the run. */
export interface ServerOrder {
  /** A stanza was seen after the fence of the step that caused it. */
  readonly isRelaxed: boolean;
  /** The longest time in milliseconds by which a stanza came after its fence; 0: none did. */
  readonly largestLagMs: number;
  /** How long a fence waits after its last ping, in milliseconds; 0 where the order is strict. */
  readonly settleMs: number;
  /** A stanza came this much after the end of its fence, in milliseconds. */
  noteLag(lagMs: number): void;
}

/** The order of a server on which this largest lag was measured, in milliseconds; 0: strict. */
export function createServerOrder(measuredLagMs = 0): ServerOrder {
  let largestLagMs = measuredLagMs;
  return {
    get isRelaxed() {
      return largestLagMs > 0;
    },
    get largestLagMs() {
      return largestLagMs;
    },
    get settleMs() {
      return settleOf(largestLagMs);
    },
    noteLag: (lagMs) => {
      largestLagMs = Math.max(largestLagMs, lagMs);
    },
  };
}

function settleOf(largestLagMs: number): number {
  if (largestLagMs === 0) return 0;
  return STEPS_MS.find((step) => step >= LAGS * largestLagMs) ?? MAX_SETTLE_MS;
}
