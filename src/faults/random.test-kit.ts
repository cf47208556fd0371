// Random numbers from a seed: the same seed, the same numbers, so that a test that failed can be repeated.

export interface Random {
  /** A number from 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from 0 up to, but not including, `below`. */
  below(below: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** True with the probability `share`, from 0 to 1. */
  chance(share: number): boolean;
}

/** A generator for this seed. Further numbers, such as that of a connection, give independent generators. */
export function createRandom(...seeds: readonly number[]): Random {
  let state = seeds.reduce((hash, seed) => mixed(Math.imul(hash, 31) + seed), 0x9e3779b9);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    return mixed(state) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (list) => {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new Error('nothing can be picked from an empty list');
      return picked;
    },
    chance: (share) => next() < share,
  };
}

/** The mixing step of mulberry32: every bit of the input changes every bit of the result. Returns 32 bits, unsigned. */
function mixed(value: number): number {
  let mix = Math.imul(value ^ (value >>> 15), 1 | value);
  mix = (mix + Math.imul(mix ^ (mix >>> 7), 61 | mix)) ^ mix;
  return (mix ^ (mix >>> 14)) >>> 0;
}
