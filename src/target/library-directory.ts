import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Debian keeps libraries below /usr/lib in a directory named after the architecture: the one where `isHome` finds those
 * of `debianPackage`. Throws when there is none.
 */
export function libraryDirectory(debianPackage: string, isHome: (path: string) => boolean): string {
  const architectures = readdirSync('/usr/lib').filter((name) => name.includes('linux-gnu'));
  const found = architectures.map((name) => join('/usr/lib', name)).find(isHome);
  if (found !== undefined) return found;
  throw new Error(`expected ${debianPackage} below /usr/lib/<architecture>, found none; reinstall ${debianPackage}`);
}
