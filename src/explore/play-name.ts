// The name of a random play: it says all that the play is drawn from.

import type { Topology } from '../model/case.ts';

const TOPOLOGIES: readonly Topology[] = ['local', 'remote', 'federated'];

/** Counts the changes of what a seed draws: of the acts, or of the library that draws them. A test says when it rises. */
export const PLAYS_VERSION = 2;

/** What a play is drawn from: its number counts the plays of a seed and a topology from 1. */
export interface PlayName {
  readonly seed: number;
  /** See `PLAYS_VERSION`: another version draws another play. */
  readonly version: number;
  readonly topology: Topology;
  readonly number: number;
}

const ID = /^explore\/(-?\d+)@(\d+)\/(\w+)\/([1-9]\d*)$/;

/** Reads the id of the case of a play: `explore/7@2/local/12`. Undefined for any other text. */
export function readPlayName(id: string): PlayName | undefined {
  const [, seed = '', version = '', named, number = ''] = ID.exec(id) ?? [];
  const topology = TOPOLOGIES.find((one) => one === named);
  if (topology === undefined) return undefined;
  return { seed: Number(seed), version: Number(version), topology, number: Number(number) };
}

/** The id of the case of a play. */
export const playId = ({ seed, version, topology, number }: PlayName): string =>
  `explore/${seed}@${version}/${topology}/${number}`;

/** Reads a seed with the version that drew from it, `7@2`. Undefined for any other text. */
export function readSeed(text: string): Pick<PlayName, 'seed' | 'version'> | undefined {
  const [, seed, version] = /^(-?\d+)@(\d+)$/.exec(text) ?? [];
  return seed === undefined ? undefined : { seed: Number(seed), version: Number(version) };
}
