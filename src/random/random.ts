// Random numbers from a seed: Math.random takes none, and a run that went wrong is to be repeated.

/**
 * Returns a generator of numbers from 0 to below 1 (mulberry32). Further seeds, such as the number of a connection, give
 * independent generators.
 */
export function createRandom(...seeds: readonly number[]): () => number {
  let state = seeds.reduce((hash, seed) => mixed(Math.imul(hash, 31) + seed), 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    return mixed(state) / 2 ** 32;
  };
}

/** The mixing step of mulberry32: every bit of the input changes every bit of the result. Returns 32 bits, unsigned. */
function mixed(value: number): number {
  let mix = Math.imul(value ^ (value >>> 15), 1 | value);
  mix = (mix + Math.imul(mix ^ (mix >>> 7), 61 | mix)) ^ mix;
  return (mix ^ (mix >>> 14)) >>> 0;
}
