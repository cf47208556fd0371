// The name of a random play: it says all that the play is drawn from.

import type { Topology } from '../model/case.ts';

/** What a play is drawn from: its number counts the plays of a seed from 1. */
export interface PlayName {
  readonly seed: number;
  readonly topology: Topology;
  readonly number: number;
}

const ID = /^explore\/(-?\d+)\/(local|remote)\/([1-9]\d*)$/;

/** Reads the id of the case of a play: `explore/7/local/12`. Undefined for any other text. */
export function readPlayName(id: string): PlayName | undefined {
  const [, seed = '', topology, number = ''] = ID.exec(id) ?? [];
  if (topology !== 'local' && topology !== 'remote') return undefined;
  return { seed: Number(seed), topology, number: Number(number) };
}

/** The id of the case of a play. */
export const playId = ({ seed, topology, number }: PlayName): string => `explore/${seed}/${topology}/${number}`;
