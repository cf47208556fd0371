// Mistakes in what a baseline names: cases, requirements, and reasons that are missing.

import type { Case } from '../model/case.ts';
import type { Mistake } from '../model/place.ts';
import type { Requirement } from '../model/standard.ts';
import { LINTED } from '../run/lint/lint.ts';
import { baselineMistake } from '../wording/baseline-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import type { Source } from '../yaml/read.ts';
import { type BrokenListing, brokenMistakes } from './broken-entries.ts';
import { isGlob } from './case-globs.ts';
import type { Listing } from './listings.ts';

/** What the entries of a baseline may name. */
export interface Names {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** Every mistake in the order of the file, except those of shape. */
export function findMistakes(
  { listings, broken }: { readonly listings: readonly Listing[]; readonly broken: readonly BrokenListing[] },
  source: Source,
  names: Names & { readonly needsReasons: boolean },
): readonly Mistake[] {
  const groups = [...new Map(listings.map((listing) => [listing.at.group, listing])).values()];
  return [
    ...groups.flatMap((listing) => unknownRequirement(listing, source, names)),
    ...(names.needsReasons ? missingReasons({ groups, broken }, source) : []),
    ...[...listings, ...broken].flatMap((listing) => unknownCase(listing, source, names)),
    ...uncited(listings, source, names),
    ...duplicates(listings, source),
    ...brokenMistakes(broken, source),
  ].sort((a, b) => a.place.line - b.place.line);
}

function unknownRequirement({ group, at }: Listing, source: Source, { requirements }: Names): readonly Mistake[] {
  const id = group.requirement;
  if (requirements.has(id)) return [];
  const message = baselineMistake('unknownRequirement', id, suggest(id, requirements.keys()));
  return [{ place: source.place(['known', at.group, 'requirement']), message }];
}

function missingReasons(
  { groups, broken }: { readonly groups: readonly Listing[]; readonly broken: readonly BrokenListing[] },
  source: Source,
): readonly Mistake[] {
  const ofFailures = groups.map(({ group, at }) => ({ group, path: ['known', at.group, 'reason'] }));
  const ofBroken = new Map(broken.map(({ group, at }) => [at, { group, path: ['broken', at, 'reason'] }]));
  return [...ofFailures, ...ofBroken.values()]
    .filter(({ group }) => group.reason === '')
    .map(({ path }) => ({ place: source.place(path), message: baselineMistake('reasonEmpty') }));
}

function unknownCase(
  { pattern, path, ids }: Pick<Listing, 'pattern' | 'path' | 'ids'>,
  source: Source,
  { cases }: Names,
): readonly Mistake[] {
  if (ids.length > 0) return [];
  const known = cases.map(({ id }) => id);
  const message = isGlob(pattern)
    ? baselineMistake('globWithoutCase', pattern)
    : baselineMistake('unknownCase', pattern, suggest(pattern, known));
  return [{ place: source.place(path), message }];
}

/** A requirement that its case neither cites nor is linted for can never fail there, so its entry would stay for ever. */
function uncited(listings: readonly Listing[], source: Source, { cases, requirements }: Names): readonly Mistake[] {
  const cited = new Map(cases.map((one) => [one.id, new Set(one.requirements)]));
  return listings.flatMap(({ group: { requirement }, path, ids }) => {
    if (!requirements.has(requirement) || LINTED.has(requirement)) return [];
    const without = ids.find((id) => cited.get(id)?.has(requirement) !== true);
    return without === undefined
      ? []
      : [{ place: source.place(path), message: baselineMistake('notCited', without, requirement) }];
  });
}

/** A case may be listed once for each requirement, so that its checks, and their reason, are in one place. */
function duplicates(listings: readonly Listing[], source: Source): readonly Mistake[] {
  const first = new Map<string, Listing>();
  return listings.flatMap((listing) => {
    const { requirement } = listing.group;
    const before = listing.ids.flatMap((id) => {
      const key = `${id} ${requirement}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, listing);
      return other === undefined || isSamePosition(other, listing) ? [] : [{ id, other }];
    });
    const [one] = before;
    if (one === undefined) return [];
    const { line } = source.place(one.other.path);
    return [{ place: source.place(listing.path), message: baselineMistake('listedTwice', one.id, requirement, line) }];
  });
}

const isSamePosition = ({ at: a }: Listing, { at: b }: Listing): boolean =>
  a.group === b.group && a.failure === b.failure;
