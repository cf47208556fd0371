// The checks that a baseline lists, as lists of fingerprints.

import type { Case } from '../model/case.ts';
import type { Path } from '../yaml/read.ts';
import type { BaselineData, BaselineFailure, BaselineGroup } from './baseline-schema.ts';
import { matchIds } from './case-globs.ts';

/** The position of a failure in the file, from 0. */
export interface Position {
  readonly group: number;
  readonly failure: number;
}

/** One pattern of the file. */
export interface Listing {
  readonly group: BaselineGroup;
  readonly failure: BaselineFailure;
  readonly at: Position;
  /** Where the pattern is in the file. */
  readonly path: Path;
  readonly pattern: string;
  /** The cases that the pattern matches. */
  readonly ids: readonly string[];
}

/** What is known of one requirement in one case. */
export interface BaselineEntry {
  readonly case: string;
  readonly requirement: string;
  readonly checks: readonly string[];
  readonly reason: string;
  /** What people wrote in its group: what the server does, and what speaks against the accusation. */
  readonly seen?: string;
  readonly against?: string;
  /** The last day on which the entry counts, in UTC. */
  readonly expires?: string;
  readonly varies?: boolean;
  /** Ids of the rulings by which the checks warn instead of failing; absent: none. */
  readonly disputed?: readonly string[];
  /** Where the file lists it; absent: nowhere yet. */
  readonly at?: Position;
}

/** Every pattern of the file. */
export function listingsIn({ known }: BaselineData, cases: readonly Case[]): readonly Listing[] {
  const ids = cases.map(({ id }) => id);
  return known.flatMap((group, groupAt) =>
    group.failures.flatMap((failure, failureAt) =>
      failure.cases.map((pattern, patternAt) => ({
        group,
        failure,
        at: { group: groupAt, failure: failureAt },
        path: ['known', groupAt, 'failures', failureAt, 'cases', patternAt],
        pattern,
        ids: matchIds(pattern, ids),
      })),
    ),
  );
}

/** One entry for each case of each failure. */
export function entriesOf(listings: readonly Listing[]): readonly BaselineEntry[] {
  const distinct = new Map<string, BaselineEntry>();
  for (const { group, failure, at, ids } of listings) {
    const { requirement, reason, seen, against, expires } = group;
    const { checks, varies = false, disputed } = failure;
    const known = {
      ...{ requirement, checks, reason },
      ...(seen !== undefined && { seen }),
      ...(against !== undefined && { against }),
      ...(expires !== undefined && { expires }),
      ...(varies && { varies }),
      ...(disputed !== undefined && { disputed }),
    };
    for (const id of ids) distinct.set(`${at.group}.${at.failure} ${id}`, { case: id, ...known, at });
  }
  return [...distinct.values()];
}

/** The entries of `list` that remain when each entry of `taken` has removed one equal to it. */
export function without(list: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const entry of taken) left.set(entry, (left.get(entry) ?? 0) + 1);
  return list.filter((entry) => {
    const count = left.get(entry) ?? 0;
    left.set(entry, count - 1);
    return count <= 0;
  });
}

/** Whether both lists hold the same entries equally often. */
export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && without(a, b).length === 0;
}
