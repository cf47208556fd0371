// Reads baselines/<server>.yaml: known failures in groups, each with the requirement and why the server is wrong.

import type { Case } from '../model/case.ts';
import type { KnownEntry } from '../model/result.ts';
import { troubleOf } from '../wording/file-troubles.ts';
import { usageErrorFrom } from '../wording/usage.ts';
import { mistakenFile } from '../yaml/mistakes.ts';
import { readYaml } from '../yaml/read.ts';
import { readText } from '../yaml/read-text.ts';
import { checkShape } from '../yaml/shape.ts';
import { type BrokenEntry, brokenEntriesOf, brokenListingsIn } from './broken-entries.ts';
import { type BaselineEntry, entriesOf, listingsIn } from './listings.ts';
import { findMistakes, type Names } from './mistakes.ts';
import { baselineSchema } from './schema.ts';

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

/** A baseline without entries, for a file that does not exist yet. */
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
