import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LaunchObstacle } from '../model/problem.ts';

/** Why a configuration file (conffile) of an installed package is not known to be as the package ships it; undefined: it is. */
export function editedFile(file: string, debianPackage: string): LaunchObstacle | undefined {
  const text = contentOf(file);
  if (text === undefined) return { kind: 'configuration-unreadable', file, debianPackage };
  const checksum = createHash('md5').update(text).digest('hex');
  if (shippedFiles(debianPackage).includes(`${file} ${checksum}`)) return undefined;
  return { kind: 'configuration-edited', file, debianPackage };
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Lines of `path md5`, as dpkg recorded them; none where there is no such package or no dpkg. */
function shippedFiles(debianPackage: string): readonly string[] {
  try {
    const args = ['--show', '--showformat', '${Conffiles}', debianPackage];
    const lines = execFileSync('/usr/bin/dpkg-query', args, { env: {}, encoding: 'utf8', stdio: 'pipe' }).split('\n');
    return lines.map((line) => line.trim());
  } catch {
    return [];
  }
}
