// Choices at random from a seed: the same seed, the same choices, so that a test that failed can be repeated.

import { createRandom as createNumbers } from '../random/random.ts';

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
  const next = createNumbers(...seeds);
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
