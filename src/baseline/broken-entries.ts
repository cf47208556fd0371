// The cases that a baseline lists as broken, by cause: what stays without a verdict in every run is no news.

import type { Case } from '../model/case.ts';
import type { Mistake } from '../model/place.ts';
import type { CaseResult } from '../model/result.ts';
import { baselineMistake } from '../wording/baseline-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/read.ts';
import { causeOf, LISTABLE, standsFor, wrongCause } from './broken-cause.ts';
import { matchIds } from './case-globs.ts';
import type { BaselineData, BrokenGroup } from './schema.ts';

/** A case that is known to be broken by a cause. */
export interface BrokenEntry {
  readonly case: string;
  readonly cause: string;
  readonly reason: string;
  /** The last day on which the entry counts, in UTC. */
  readonly expires?: string;
  /** The case is broken in some runs only. */
  readonly varies?: boolean;
  /** The index of its group in the file; absent: it is new. */
  readonly at?: number;
}

/** One pattern of a group. */
export interface BrokenListing {
  readonly group: BrokenGroup;
  readonly at: number;
  readonly path: Path;
  readonly pattern: string;
  readonly ids: readonly string[];
}

/** Every pattern of the groups. */
export function brokenListingsIn({ broken = [] }: BaselineData, cases: readonly Case[]): readonly BrokenListing[] {
  const ids = cases.map(({ id }) => id);
  return broken.flatMap((group, at) =>
    group.cases.map((pattern, patternAt) => ({
      ...{ group, at, pattern },
      path: ['broken', at, 'cases', patternAt],
      ids: matchIds(pattern, ids),
    })),
  );
}

/** One entry for each case of each group. */
export function brokenEntriesOf(listings: readonly BrokenListing[]): readonly BrokenEntry[] {
  const distinct = new Map<string, BrokenEntry>();
  for (const { group, at, ids } of listings) {
    const { cases: _, link: __, ...known } = group;
    for (const id of ids) distinct.set(`${at} ${id}`, { case: id, ...known, at });
  }
  return [...distinct.values()];
}

/** A cause that no case has or that is not the server's, and a case that is listed twice for the same. */
export function brokenMistakes(listings: readonly BrokenListing[], source: Source): readonly Mistake[] {
  const groups = [...new Map(listings.map((listing) => [listing.at, listing])).values()];
  return [...groups.flatMap((listing) => causeMistake(listing, source)), ...listedTwice(listings, source)];
}

function causeMistake({ group: { cause }, at }: BrokenListing, source: Source): readonly Mistake[] {
  const wrong = wrongCause(cause);
  if (wrong === undefined) return [];
  const message =
    wrong === 'unknown'
      ? baselineMistake('unknownCause', cause, suggest(cause, LISTABLE))
      : baselineMistake('causeNotOfServer', cause);
  return [{ place: source.place(['broken', at, 'cause']), message }];
}

function listedTwice(listings: readonly BrokenListing[], source: Source): readonly Mistake[] {
  return listings.flatMap((listing, index) => {
    const { group, at, path, ids } = listing;
    const isSame = (other: BrokenListing) =>
      standsFor(other.group.cause, group.cause) || standsFor(group.cause, other.group.cause);
    for (const other of listings.slice(0, index)) {
      const id = other.at !== at && isSame(other) ? ids.find((one) => other.ids.includes(one)) : undefined;
      if (id === undefined) continue;
      const { line } = source.place(other.path);
      return [{ place: source.place(path), message: baselineMistake('listedTwice', id, group.cause, line) }];
    }
    return [];
  });
}

/**
 * The entries after a run. A case that got a verdict is no longer listed, nor one that is broken by another cause, unless it varies.
 * What the server cannot be at fault for is not listed.
 */
export function brokenAfter(results: readonly CaseResult[], before: readonly BrokenEntry[]): readonly BrokenEntry[] {
  const ran = new Map(results.filter(({ outcome }) => outcome !== 'skipped').map((one) => [one.case.id, one]));
  const isSeen = (entry: BrokenEntry, { outcome, reason }: CaseResult) =>
    outcome === 'broken' && standsFor(entry.cause, causeOf(reason) ?? '');
  const kept = before.filter((entry) => {
    const result = ran.get(entry.case);
    if (result === undefined || entry.varies || isSeen(entry, result)) return true;
    return result.outcome === 'broken' && causeOf(result.reason) === undefined;
  });
  const found = [...ran.values()].flatMap((result): readonly BrokenEntry[] => {
    const cause = result.outcome === 'broken' ? causeOf(result.reason) : undefined;
    const id = result.case.id;
    if (cause === undefined || kept.some((entry) => entry.case === id && isSeen(entry, result))) return [];
    return [{ case: id, cause, reason: '' }];
  });
  return [...kept, ...found];
}
