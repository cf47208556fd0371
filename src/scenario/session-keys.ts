// Keys of an expect and of its alternatives. Every key that is not one of their own must be a session.

import { didYouMean } from '../wording/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { oneOf, show } from '../yaml/value-words.ts';

/** The keys that are not sessions, in the map that holds the last key of `path`. */
const ownKeys = (path: Path): readonly string[] =>
  path.at(-2) === 'expect' ? ['oneOf', 'proves', 'within', 'cell', 'preApproval', 'delivery'] : ['violates'];

/** Whether the last key of `path` must be a session. */
export function isSessionKey(path: Path): boolean {
  const isInMap = path.at(-2) === 'expect' || path.at(-3) === 'oneOf';
  return isInMap && !ownKeys(path).includes(String(path.at(-1)));
}

/** Message for a key that is neither known nor a session. */
export function unknownSessionKey(path: Path, sessions: Iterable<string> = []): string {
  const key = String(path.at(-1));
  const known = ownKeys(path);
  const hint = didYouMean(key, [...known, ...sessions]);
  return `unknown key "${show(key)}"${hint || `; expected a session such as juliet/balcony, or ${oneOf(known)}`}`;
}
