import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../wording/problems.ts';

/**
 * The directory with the libraries of `debianPackage`. Debian keeps libraries in /usr/lib/<architecture>; `hasLibraries`
 * recognises the right one. Throws `ProblemError` when there is none.
 */
export function libraryDirectory(debianPackage: string, hasLibraries: (path: string) => boolean): string {
  const architectures = readdirSync('/usr/lib').filter((name) => name.includes('linux-gnu'));
  const found = architectures.map((name) => join('/usr/lib', name)).find(hasLibraries);
  if (found !== undefined) return found;
  throw new ProblemError({ kind: 'library-missing', debianPackage });
}
