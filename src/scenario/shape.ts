// Holds the data of a file against the authoring shape, and says in our words where they part.

import { z } from 'zod';
import type { Mistake } from '../model/place.ts';
import { didYouMean, suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/read.ts';
import { type ScenarioFile, scenarioSchema } from './schema.ts';
import { isSessionKey, unknownSessionKey } from './session-keys.ts';
import { describe, EXPECTED, oneOf, quoteList, show } from './wording.ts';

type Issue = z.core.$ZodIssue;

/** Either the file, typed, or its mistakes of shape. */
export type Shaped =
  | { readonly file: ScenarioFile; readonly mistakes: readonly [] }
  | { readonly file?: never; readonly mistakes: readonly Mistake[] };

/** Checks the shape of a file: keys, types, ranges. What names refer to is checked by the expansion. */
export function checkShape(source: Source): Shaped {
  const result = scenarioSchema.safeParse(source.data, { error: knownKeys });
  // The data as read, not zod's copy: it keeps the keys of maps in the order of the file.
  if (result.success) return { file: source.data as ScenarioFile, mistakes: [] };
  const issues = result.error.issues.flatMap(pickBranch);
  const renamed = new Set(issues.flatMap((issue) => renamedKeys(issue)));
  const hasUnknownKey = new Set(issues.filter((i) => i.code === 'unrecognized_keys').map((i) => pathKey(i.path)));
  const relevant = issues.filter(
    (issue) =>
      !renamed.has(pathKey(issue.path)) && !(issue.code === 'custom' && hasUnknownKey.has(pathKey(issue.path))),
  );
  return { mistakes: relevant.flatMap((issue) => word(issue, source)) };
}

/** zod keeps the known keys of a map to itself; its message for unknown keys is made to carry them. */
function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  const isKeys = issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject;
  return isKeys ? Object.keys(issue.inst.shape).join(' ') : undefined;
}

/** Where a value may be of several types, the author meant the one that was written. */
function pickBranch(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const chosen = issue.errors.find((branch) => !branch.some((i) => i.path.length === 0 && i.code === 'invalid_type'));
  if (chosen === undefined) return [issue];
  return chosen.flatMap((inner) => pickBranch({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Keys that are missing only because they were misspelt or written one level too deep. */
function renamedKeys(issue: Issue): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = issue.message.split(' ');
  return issue.keys.map((key) => {
    const parent = isBesideError(key, issue.path) ? issue.path.slice(0, -1) : issue.path;
    return pathKey([...parent, parent === issue.path ? (suggest(key, known) ?? '') : key]);
  });
}

const isBesideError = (key: string, path: readonly PropertyKey[]): boolean =>
  path.at(-1) === 'error' && ['proves', 'type-proves', 'and'].includes(key);

const pathKey = (path: readonly PropertyKey[]): string => JSON.stringify(path);

function word(issue: Issue, source: Source): readonly Mistake[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? '' : step));
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => ({
      place: source.keyPlace([...path, key]),
      message: unknownKey(key, path, known),
    }));
  }
  const value = valueAt(source.data, path);
  if (value === undefined) return [missingKey(path, source)];
  if (issue.code === 'invalid_key') {
    const words = issue.issues[0]?.message ?? 'expected another name';
    return [{ place: source.keyPlace(path), message: `${words}, got "${show(String(path.at(-1)))}"` }];
  }
  if (isSessionKey(path) && !String(path.at(-1)).includes('/'))
    return [{ place: source.keyPlace(path), message: unknownSessionKey(path) }];
  return [{ place: source.place(path), message: wordValue(issue, value, path) }];
}

function unknownKey(key: string, path: Path, known: readonly string[]): string {
  const isStep = known.includes('send') && known.includes('expect');
  if (isBesideError(key, path)) return `unknown key "${key}" in "error"; write it beside "error", not inside`;
  return `unknown ${isStep ? 'verb' : 'key'} "${show(key)}"${didYouMean(key, known) || `; expected ${oneOf(known)}`}`;
}

function missingKey(path: Path, source: Source): Mistake {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const around = parent.findLast((step) => typeof step === 'string');
  const inside = around === undefined ? '' : ` in "${around}"`;
  const message =
    key === 'proves'
      ? 'a check without a requirement: expected the key "proves" with a requirement id'
      : `key "${key}" is missing${inside}`;
  return { place: source.keyPlace(parent), message };
}

function wordValue(issue: Issue, value: unknown, path: Path): string {
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message;
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const hint = typeof value === 'string' ? didYouMean(value, values) : '';
    return `expected ${quoteList(values)}, got ${describe(value)}${hint}`;
  }
  if (issue.code === 'too_small' && issue.origin !== 'number')
    return `expected at least one ${entryName(issue.origin)}, got none`;
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const [word, bound] = issue.code === 'too_small' ? ['least', issue.minimum] : ['most', issue.maximum];
    return `expected a number of at ${word} ${bound}, got ${describe(value)}`;
  }
  const remedy = value === null && expectsMap(issue) ? '; write {} for a map without keys' : '';
  const quotes = expectsText(issue) && typeof value === 'number' ? '; put it in quotes' : '';
  return `expected ${oneOf([...new Set(expectedTypes(issue))])} for "${String(path.findLast((s) => typeof s === 'string') ?? 'the file')}", got ${describe(value)}${remedy}${quotes}`;
}

const entryName = (origin: string): string => (origin === 'string' ? 'letter' : 'entry');

function expectedTypes(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [EXPECTED[issue.expected] ?? issue.expected];
  if (issue.code !== 'invalid_union') return ['something else'];
  return issue.errors.flatMap((branch) => branch.filter((i) => i.path.length === 0).flatMap(expectedTypes));
}

const expectsMap = (issue: Issue): boolean => expectedTypes(issue).includes('a map');
const expectsText = (issue: Issue): boolean => expectedTypes(issue).includes('text');

function valueAt(data: unknown, path: Path): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, step) ? Object.entries(value).find(([key]) => key === String(step))?.[1] : undefined;
  }
  return value;
}
