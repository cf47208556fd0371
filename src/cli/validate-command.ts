// `xmppspec validate`.

import { statSync } from 'node:fs';
import { stdout } from 'node:process';
import { loadRequirements } from '../spec/requirements.ts';
import { loadCases } from './load-cases.ts';

/** Checks scenario files, or directories of them; without one, the shipped ones. Throws `ScenarioError` with every mistake. */
export async function validateCommand(paths: readonly string[]): Promise<void> {
  const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const roots = paths.filter(isDirectory);
  const files = paths.filter((path) => !isDirectory(path));
  const requirements = loadRequirements();
  const { selected } = await loadCases({ selectors: files, roots: roots.length > 0 ? roots : undefined, requirements });
  const count = new Set(selected.map((c) => c.place.file)).size;
  stdout.write(`${count} scenario ${count === 1 ? 'file' : 'files'}, ${selected.length} cases, no mistakes\n`);
}
