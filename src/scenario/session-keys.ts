// Keys of an expect and of its alternatives. Every key that is not one of their own must be a session.

import type { Texts } from '../model/language.ts';
import { fileMistake, valueText } from '../wording/file-mistakes.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { either } from '../wording/texts.ts';
import type { Path } from '../yaml/read.ts';
import { show } from '../yaml/wrong-value.ts';

/** The keys that are not sessions, in the map that holds the last key of `path`. */
const ownKeys = (path: Path): readonly string[] =>
  path.at(-2) === 'expect' ? ['oneOf', 'proves', 'within', 'cell'] : ['violates'];

/** Whether the last key of `path` must be a session. */
export function isSessionKey(path: Path): boolean {
  const isInMap = path.at(-2) === 'expect' || path.at(-3) === 'oneOf';
  return isInMap && !ownKeys(path).includes(String(path.at(-1)));
}

/** Message for a key that is neither known nor a session. */
export function unknownSessionKey(path: Path, sessions: Iterable<string> = []): Texts {
  const key = String(path.at(-1));
  const known = ownKeys(path);
  const nearest = suggest(key, [...known, ...sessions]);
  if (nearest === undefined) return scenarioMistake('noSession', show(key), either(known));
  return fileMistake('unknownKey', valueText('key'), show(key), nearest, '');
}
