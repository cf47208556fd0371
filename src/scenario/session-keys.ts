// The maps in which any key that is not known must be a session: an expect, and each of its alternatives.

import { didYouMean } from '../wording/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { oneOf, show } from '../yaml/value-words.ts';

/** Keys of the map around the end of `path` that are no sessions. */
const ownKeys = (path: Path): readonly string[] =>
  path.at(-2) === 'expect' ? ['oneOf', 'proves', 'cell', 'preApproval', 'delivery'] : ['violates'];

/** Whether `path` ends in a key that must be a session. */
export function isSessionKey(path: Path): boolean {
  const isInMap = path.at(-2) === 'expect' || path.at(-3) === 'oneOf';
  return isInMap && !ownKeys(path).includes(String(path.at(-1)));
}

/** Words for a key that is neither known nor looks like a session. */
export function unknownSessionKey(path: Path, sessions: Iterable<string> = []): string {
  const key = String(path.at(-1));
  const known = ownKeys(path);
  const hint = didYouMean(key, [...known, ...sessions]);
  return `unknown key "${show(key)}"${hint || `; expected a session such as juliet/balcony, or ${oneOf(known)}`}`;
}
