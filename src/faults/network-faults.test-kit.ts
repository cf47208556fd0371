// What networks do to connections, as rows: each fault alone, and mixed.

import type { ConnectionFaults, LinkEnd, LinkFaults } from './proxy.test-kit.ts';
import type { Random } from './random.test-kit.ts';

export interface NetworkFault {
  readonly name: string;
  /** Draws the faults of one connection. */
  readonly faults: (random: Random) => ConnectionFaults;
  /** Every byte arrives in time, so that every verdict is that of the direct run. */
  readonly isHarmless?: boolean;
  /** Also in the short form. */
  readonly isShort?: boolean;
}

const both = (faults: LinkFaults): ConnectionFaults => ({ toServer: faults, toClient: faults });

/** Bytes of a login and some stanzas: an end within this number meets every phase. */
const MOST_BYTES_BEFORE = 6000;

const endOf = (random: Random, how: LinkEnd['how']): LinkFaults => ({
  end: { afterBytes: random.below(MOST_BYTES_BEFORE), how },
});

/** Ends some of the connections, in one direction or the other. */
function ending(how: LinkEnd['how'], share: number, more: ConnectionFaults = {}): NetworkFault['faults'] {
  return (random) => {
    if (!random.chance(share)) return more;
    const end = endOf(random, how);
    return random.chance(0.5) ? { ...more, toServer: end } : { ...more, toClient: end };
  };
}

/** A connection that dies in silence: both directions lose everything from some byte on. */
const silent = (random: Random): ConnectionFaults => {
  if (!random.chance(0.1)) return {};
  return { toServer: endOf(random, 'black-hole'), toClient: endOf(random, 'black-hole') };
};

const mixed = (random: Random): ConnectionFaults => {
  const link = (): LinkFaults => ({
    ...(random.chance(0.5) && { latencyMs: random.below(100), jitterMs: 50 }),
    ...(random.chance(0.3) && { pieceBytes: 1 + random.below(20) }),
    ...(random.chance(0.2) && { bytesPerSecond: 20_000 }),
    ...(random.chance(0.05) && endOf(random, random.pick(['cut', 'reset', 'black-hole'] as const))),
  });
  const acceptDelayMs = random.chance(0.2) ? random.below(500) : 0;
  return { toServer: link(), toClient: link(), isHalfOpen: random.chance(0.2), acceptDelayMs };
};

export const networkFaults: readonly NetworkFault[] = [
  { name: 'latency 200 ms', faults: () => both({ latencyMs: 100 }), isHarmless: true },
  { name: 'latency 500 ms', faults: () => both({ latencyMs: 250 }), isHarmless: true },
  { name: 'latency 5 to 50 ms', faults: () => both({ latencyMs: 5, jitterMs: 45 }), isHarmless: true, isShort: true },
  { name: 'pieces of one byte', faults: () => both({ pieceBytes: 1 }), isHarmless: true, isShort: true },
  { name: '30 kB/s', faults: () => both({ bytesPerSecond: 30_000, pieceBytes: 1500 }), isHarmless: true },
  { name: 'accepts after 500 ms', faults: () => ({ acceptDelayMs: 500 }), isHarmless: true },
  { name: 'half open', faults: () => ({ isHalfOpen: true }), isShort: true },
  { name: 'cuts on 5 %', faults: ending('cut', 0.05) },
  { name: 'cuts on 15 %', faults: ending('cut', 0.15), isShort: true },
  { name: 'resets on 15 %', faults: ending('reset', 0.15), isShort: true },
  { name: 'one direction lost on 10 %', faults: ending('black-hole', 0.1), isShort: true },
  { name: 'both directions lost on 10 %', faults: silent },
  { name: 'half open, resets on 15 %', faults: ending('reset', 0.15, { isHalfOpen: true }) },
  { name: 'mixed', faults: mixed, isShort: true },
];
