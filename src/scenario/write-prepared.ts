// Work that the build does in advance (src/prepared/): the data of spec/, and the cases of the shipped scenarios.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, storeFile, storeText } from '../prepared/store.ts';
import { SPEC_FILES, specContent, specText } from '../spec/read-spec.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { readScenarios } from './load.ts';
import { CASES, preparedText } from './prepared-cases.ts';
import { parseScenario } from './scenario.ts';
import { loadTables } from './standard/tables.ts';

/** Writes all stores to a directory. `scripts/build.js` calls it with that of the compiled `prepared/`, and with `scenarios/`. */
export function writePrepared(directory: string, root: string): void {
  const write = (name: string, text: string) => writeFileSync(join(directory, storeFile(name)), text);
  const standards = { requirements: loadRequirements(), tables: loadTables() };
  const { files } = readScenarios({ roots: [root], files: [] });
  const scenarios = files.map((file) => ({ ...file, parsed: parseScenario(file.text, file.origin, standards) }));
  write(CASES, preparedText(scenarios));
  for (const file of SPEC_FILES) write(file, storeText([[digestOf(specText(file)), specContent(file)]]));
}
