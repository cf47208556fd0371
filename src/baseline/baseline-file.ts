// Reads a baseline, and finds mistakes in what it names.

import type { Case } from '../model/case.ts';
import type { Mistake } from '../model/place.ts';
import type { KnownEntry } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import { LINTED } from '../run/lint/lint.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { baselineMistake } from '../wording/report-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { usageErrorFrom } from '../wording/usage.ts';
import { mistakenFile } from '../yaml/mistakes.ts';
import { readYaml, type Source } from '../yaml/read.ts';
import { readText } from '../yaml/read-text.ts';
import { checkShape } from '../yaml/shape.ts';
import { baselineSchema } from './baseline-schema.ts';
import {
  type BrokenEntry,
  type BrokenListing,
  brokenEntriesOf,
  brokenListingsIn,
  brokenMistakes,
} from './broken-entries.ts';
import { isGlob } from './case-globs.ts';
import { type BaselineEntry, entriesOf, type Listing, listingsIn } from './listings.ts';

/** 16 MiB: a hundred times the largest baseline. Guards against files given by mistake. */
const MAX_BYTES = 16_777_216;

/** A baseline with its globs resolved. */
export interface BaselineFile {
  /** Name and version of the server, for people. */
  readonly server: string;
  readonly entries: readonly BaselineEntry[];
  /** Cases that are known to be broken; absent: none. */
  readonly broken?: readonly BrokenEntry[];
  /** Ids of all cases that the globs were matched with. */
  readonly caseIds: readonly string[];
  /** The text of the file; absent: the file does not exist yet. */
  readonly text?: string;
}

/** What the entries may name. */
export interface Known extends Names {
  /** Loads the cases of the package, which entries may name although the run did not load them. */
  readonly shipped: () => Promise<readonly Case[]>;
}

interface Use {
  /** The run will write the file again. */
  readonly isUpdated: boolean;
}

/**
 * Reads a baseline. Before an update, entries may lack their reasons. Throws `UsageError` with the place of every
 * mistake.
 */
export async function openBaseline(file: string, known: Known, { isUpdated }: Use): Promise<BaselineFile> {
  const text = readBaseline(file);
  const { source, mistakes } = readYaml(text, file);
  if (source === undefined) throw mistakenFile(mistakes);
  const { data, mistakes: wrongShape } = checkShape(baselineSchema, source);
  if (data === undefined) throw mistakenFile(wrongShape);
  const listed = [...listingsIn(data, known.cases), ...brokenListingsIn(data, known.cases)];
  const isLoaded = listed.every(({ ids }) => ids.length > 0);
  // An update must not lose what a glob matches beyond the cases of this run.
  const cases = isLoaded && !isUpdated ? known.cases : await withShipped(known);
  const listings = listingsIn(data, cases);
  const broken = brokenListingsIn(data, cases);
  const wrong = findMistakes({ listings, broken }, source, { ...known, cases, needsReasons: !isUpdated });
  if (wrong.length > 0) throw mistakenFile(wrong);
  const caseIds = cases.map(({ id }) => id);
  return { server: data.server, entries: entriesOf(listings), broken: brokenEntriesOf(broken), caseIds, text };
}

/** A baseline without entries, for a file that does not exist yet. Rejects as `known.shipped` does. */
export async function newBaseline(server: string, known: Known): Promise<BaselineFile> {
  return { server, entries: [], caseIds: (await withShipped(known)).map(({ id }) => id) };
}

/** The loaded cases, and those of the package that have other ids. */
async function withShipped({ cases, shipped }: Known): Promise<readonly Case[]> {
  const ids = new Set(cases.map(({ id }) => id));
  return [...cases, ...(await shipped()).filter(({ id }) => !ids.has(id))];
}

/**
 * The entries as the engine compares them with a run: one that expires counts until the end of that day (UTC), and one
 * without a reason does not count.
 */
export function knownEntries(
  { entries, broken = [] }: Pick<BaselineFile, 'entries' | 'broken'>,
  now: Date,
): readonly KnownEntry[] {
  const today = now.toISOString().slice(0, 10);
  const lasting = <Entry extends object>(entry: Entry, expires: string | undefined) =>
    expires === undefined || expires >= today ? entry : { ...entry, expired: expires };
  const isReasoned = ({ reason }: { readonly reason: string }) => reason !== '';
  return [
    ...entries.filter(isReasoned).map(({ case: id, requirement, checks, reason, varies = false, expires }) => {
      return lasting({ case: id, requirement, checks, reason, ...(varies && { varies }) }, expires);
    }),
    ...broken.filter(isReasoned).map(({ case: id, cause, reason, varies = false, expires }) => {
      return lasting({ case: id, cause, reason, ...(varies && { varies }) }, expires);
    }),
  ];
}

function readBaseline(file: string): string {
  try {
    return readText(file, MAX_BYTES);
  } catch (error) {
    throw usageErrorFrom(error, 'cannotRead', '--baseline', file, troubleOf(error));
  }
}

/** What the entries of a baseline may name. */
interface Names {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** Every mistake in the order of the file, except those of shape. */
function findMistakes(
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
