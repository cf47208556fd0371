// Checks the data of a YAML file against a zod schema. Each mistake has a place and a message in our words.

import { z } from 'zod';
import type { Texts } from '../model/language.ts';
import type { Mistake } from '../model/place.ts';
import { expectationText, fileMistake, valueText } from '../wording/file-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { either } from '../wording/texts.ts';
import type { Path, Source } from './read.ts';
import { describe, describeType, type Issue, show, wrongValue } from './wrong-value.ts';

/** Either the data, typed, or the mistakes in their shape. */
export type Shaped<T> =
  | { readonly data: T; readonly mistakes: readonly [] }
  | { readonly data?: never; readonly mistakes: readonly Mistake[] };

/** What one kind of file says in its own way. Each function returns undefined where the general message fits. */
export interface ShapeOptions {
  /** The data to check, where they differ from those of the source. Messages show the values of the source. */
  readonly data?: unknown;
  /** The map that an unknown key belongs to, where it is not the one at `path`. */
  readonly homeOf?: (key: string, path: Path) => Path | undefined;
  readonly unknownKey?: (key: string, path: Path, known: readonly string[]) => Texts | undefined;
  readonly missingKey?: (key: string) => Texts | undefined;
  /** The message for a wrong value that shows that its key is wrong. */
  readonly wrongKey?: (path: Path) => Texts | undefined;
}

/** Checks keys, types and ranges. Never throws. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  source: Source,
  options: ShapeOptions = {},
): Shaped<z.infer<Schema>> {
  const result = schema.safeParse(options.data ?? source.data, { error: knownKeys });
  if (result.success) return { data: result.data, mistakes: [] };
  const issues = result.error.issues.flatMap(pickBranch);
  const renamed = new Set(issues.flatMap((issue) => renamedKeys(issue, options)));
  const hasUnknownKey = new Set(issues.filter((i) => i.code === 'unrecognized_keys').map((i) => pathKey(i.path)));
  const relevant = issues.filter(
    (issue) =>
      !renamed.has(pathKey(issue.path)) && !(issue.code === 'custom' && hasUnknownKey.has(pathKey(issue.path))),
  );
  return { mistakes: relevant.flatMap((issue) => toMistakes(issue, source, options)) };
}

/** zod does not report which keys a map may have. This message carries them. */
function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  const isKeys = issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject;
  return isKeys ? Object.keys(issue.inst.shape).join(' ') : undefined;
}

/** Where a value may have several types, only the issues of the type that the author chose count. */
function pickBranch(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const chosen = issue.errors.find((branch) => !branch.some((i) => i.path.length === 0 && i.code === 'invalid_type'));
  if (chosen === undefined) return [issue];
  return chosen.flatMap((inner) => pickBranch({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Keys that are missing only because they were misspelt or written in another map. */
function renamedKeys(issue: Issue, { homeOf }: ShapeOptions): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const path = plainPath(issue.path);
  return issue.keys.map((key) => {
    const home = homeOf?.(key, path);
    return pathKey(home === undefined ? [...path, suggest(key, issue.message.split(' ')) ?? ''] : [...home, key]);
  });
}

const pathKey = (path: readonly PropertyKey[]): string => JSON.stringify(path);
const plainPath = (path: readonly PropertyKey[]): Path => path.map((step) => (typeof step === 'symbol' ? '' : step));

function toMistakes(issue: Issue, source: Source, options: ShapeOptions): readonly Mistake[] {
  const path = plainPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => ({
      place: source.keyPlace([...path, key]),
      message: source.holdsSecrets
        ? fileMistake('aKeyUnknown', suggest(key, known), either(known))
        : (options.unknownKey?.(key, path, known) ?? unknownKey(key, known)),
    }));
  }
  const value = valueAt(source.data, path);
  if (value === undefined) return [missingKey(path, source, options)];
  if (issue.code === 'invalid_key') {
    const expected = expectationText(issue.issues[0]?.message ?? '');
    const message = source.holdsSecrets
      ? fileMistake('expectedAnother', expected)
      : fileMistake('expectedName', expected, show(String(path.at(-1))));
    return [{ place: source.keyPlace(path), message }];
  }
  const wrongKey = options.wrongKey?.(path);
  if (wrongKey !== undefined) return [{ place: source.keyPlace(path), message: wrongKey }];
  const shown = source.holdsSecrets ? describeType(value) : describe(value);
  return [{ place: source.place(path), message: wrongValue(issue, { value, shown, name: holderOf(path, source) }) }];
}

/** `unknown key "sned"; did you mean "send"?`. `what` names another kind of key. */
export function unknownKey(key: string, known: readonly string[], what: 'key' | 'verb' = 'key'): Texts {
  return fileMistake('unknownKey', valueText(what), show(key), suggest(key, known), either(known));
}

function missingKey(path: Path, source: Source, options: ShapeOptions): Mistake {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const around = nameIn(parent, source);
  const general = around === undefined ? fileMistake('missingKey', key) : fileMistake('missingKeyIn', key, around);
  return { place: source.keyPlace(parent), message: options.missingKey?.(key) ?? general };
}

/** The last key of a path, as a message may show it. One with anything but letters may be a secret in the wrong place. */
function nameIn(path: Path, { holdsSecrets }: Source): string | undefined {
  const name = path.findLast((step) => typeof step === 'string');
  return holdsSecrets && !/^[a-z-]+$/i.test(name ?? '') ? undefined : name;
}

function holderOf(path: Path, source: Source): Texts {
  if (path.length === 0) return valueText('theFile');
  const name = nameIn(path, source);
  return name === undefined ? valueText('thisKey') : valueText('named', name);
}

/** The value at `path`, undefined where there is none. Inherited properties are none. */
function valueAt(data: unknown, path: Path): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
