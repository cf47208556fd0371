// baselines/<server>.yaml: failures already known, each with requirement, clause, what was seen and why the server is wrong.

import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { openFile } from '../cli/open-file.ts';
import type { Case } from '../model/case.ts';
import type { KnownFailure } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import { LINTED } from '../run/lint/lint.ts';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { type BaselineYaml, type Path, readBaselineYaml } from './baseline-yaml.ts';

const given = z.string().trim().min(1, 'expected words, got none');
const entrySchema = z.strictObject({
  case: z.string(),
  requirement: z.string(),
  clause: given,
  checks: z.array(z.string()).min(1, 'expected the checks that fail, got none'),
  seen: given,
  reason: z.string().trim(),
  varies: z.boolean().optional(),
  link: z.url('expected a URL').optional(),
  expires: z.iso.date('expected a date such as 2027-06-30').optional(),
});

const baselineSchema = z.strictObject({ server: z.string(), known: z.array(entrySchema) });

export type BaselineEntry = z.infer<typeof entrySchema>;
export type Baseline = z.infer<typeof baselineSchema>;

/** What the entries may name. */
interface Known {
  /** Cases that were loaded for the run. */
  readonly cases: readonly Case[];
  /** Loads those of the package, which are known also where a run loads only files of one's own. */
  readonly shipped: () => Promise<readonly Case[]>;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

interface Use {
  /** Name of the target, for a file that is yet to be written. */
  readonly target: string;
  /** The file is written anew: it may be missing yet, and entries may wait for their reasons. */
  readonly isUpdated: boolean;
}

/** Reads a baseline for a run. Throws `UsageError` with the place of every mistake, or when it could not be written. */
export async function openBaseline(file: string, known: Known, { target, isUpdated }: Use): Promise<Baseline> {
  if (isUpdated) checkWritable(file);
  if (isUpdated && !existsSync(file)) return { server: target, known: [] };
  const yaml = readBaselineYaml(readText(file), file);
  const parsed = baselineSchema.safeParse(yaml.data);
  if (!parsed.success) throw mistaken(parsed.error.issues.flatMap((issue) => told(issue, yaml)));
  const { data } = parsed;
  const cases = await withShipped(data, known);
  const mistakes = data.known.flatMap((entry, index) => {
    const at = (key: keyof BaselineEntry, messages: readonly string[]) =>
      messages.map((message) => formatMistake({ place: yaml.placeOf(['known', index, key]), message }));
    return [
      ...at('case', [...unknownCase(entry.case, cases), ...duplicate(entry, index, { data, yaml })]),
      ...at('requirement', uncited(entry, { ...known, cases })),
      ...at('reason', isUpdated || entry.reason !== '' ? [] : [NO_REASON]),
    ];
  });
  if (mistakes.length > 0) throw mistaken(mistakes);
  return data;
}

const NO_REASON = 'expected why this is the fault of the server, got nothing';

/**
 * The entries as the engine holds them against a run: one that expires counts until the end of that day (UTC), and one
 * that waits for its reason does not count yet.
 */
export function knownFailures({ known }: Baseline, now: Date): readonly KnownFailure[] {
  const today = now.toISOString().slice(0, 10);
  const reasoned = known.filter(({ reason }) => reason !== '');
  return reasoned.map(({ case: id, requirement, checks, reason, varies = false, expires }) => {
    const entry = { case: id, requirement, checks, reason, ...(varies && { varies }) };
    return expires === undefined || expires >= today ? entry : { ...entry, expired: expires };
  });
}

function mistaken(mistakes: readonly string[]): UsageError {
  return new UsageError(mistakes.join('\n'));
}

/** Before a run, not after it. A report makes its directories; the folder of a baseline is there, or is misspelt. */
function checkWritable(file: string): void {
  const directory = dirname(file);
  if (!existsSync(directory))
    throw new UsageError(`--update-baseline: cannot write "${file}": no directory "${directory}"; make it first`);
  openFile(file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--baseline: cannot read "${file}"`, { cause: error });
  }
}

/** One mistake for each key that is unknown, else one for the issue. */
function told(issue: z.core.$ZodIssue, yaml: BaselineYaml): readonly string[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const keys = Object.keys((path.length === 0 ? baselineSchema : entrySchema).shape);
    return issue.keys.map((key) => {
      const message = `unknown key "${key}"${didYouMean(key, keys)}`;
      return formatMistake({ place: yaml.keyPlaceOf([...path, key]), message });
    });
  }
  const isMissing = path.length > 0 && !yaml.has(path);
  const message = isMissing ? `key "${path.at(-1)}" is missing` : `${nameOf(path)}${lower(issue.message)}`;
  return [formatMistake({ place: yaml.placeOf(path), message })];
}

const nameOf = (path: Path): string => (path.length === 0 ? '' : `"${path.filter(isKey).at(-1)}": `);
const isKey = (part: Path[number]): boolean => typeof part === 'string';
const lower = (message: string): string => `${message.charAt(0).toLowerCase()}${message.slice(1)}`;

/** The cases loaded, and where an entry names another, those of the package. */
async function withShipped({ known: entries }: Baseline, { cases, shipped }: Known): Promise<readonly Case[]> {
  const ids = new Set(cases.map(({ id }) => id));
  if (entries.every((entry) => ids.has(entry.case))) return cases;
  return [...cases, ...(await shipped()).filter(({ id }) => !ids.has(id))];
}

function unknownCase(id: string, cases: readonly Case[]): readonly string[] {
  const ids = cases.map((aCase) => aCase.id);
  return ids.includes(id) ? [] : [`unknown case "${id}"${didYouMean(id, ids)}`];
}

function duplicate(
  entry: BaselineEntry,
  index: number,
  { data, yaml }: { data: Baseline; yaml: BaselineYaml },
): readonly string[] {
  const first = data.known.findIndex((other) => other.case === entry.case && other.requirement === entry.requirement);
  if (first === index) return [];
  const { line } = yaml.placeOf(['known', first, 'case']);
  return [`an entry for ${entry.requirement} in this case is there already, in line ${line}; make them one`];
}

/** A requirement that its case neither cites nor is held against could never fail there, so its entry would stay for ever. */
function uncited(entry: BaselineEntry, { cases, requirements }: Known): readonly string[] {
  const { requirement: id } = entry;
  if (!requirements.has(id)) return [`unknown requirement "${id}"${didYouMean(id, requirements.keys())}`];
  const cited = cases.find((aCase) => aCase.id === entry.case)?.requirements;
  if (cited === undefined || cited.includes(id) || LINTED.has(id)) return [];
  return [`${entry.case} does not cite ${id}; remove the entry`];
}
