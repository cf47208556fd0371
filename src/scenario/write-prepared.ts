// Work that the build does in advance (src/prepared/): the data of spec/, and the cases of the shipped scenarios.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeFile, storeFileContent, storeText } from '../prepared/store.ts';
import { APPENDIX_A } from '../spec/appendix-a.ts';
import { DELIVERY_TABLE } from '../spec/delivery-table.ts';
import { readSpec, type Spec, specDigest } from '../spec/read-spec.ts';
import { loadRequirements, QUOTES, REQUIREMENTS } from '../spec/requirements.ts';
import { RULINGS } from '../spec/rulings.ts';
import { SECTION_MAP } from '../spec/sections.ts';
import { CASES, preparedTexts, STEPS } from './prepared-cases.ts';
import { readScenarios } from './read-scenarios.ts';
import { parseScenario } from './scenario.ts';
import { loadTables } from './standard/tables.ts';

/** Writes all stores to a directory. `scripts/build.js` calls it with that of the compiled `prepared/`, and with `scenarios/`. */
export function writePrepared(directory: string, root: string): void {
  const write = (name: string, text: string) => writeFileSync(join(directory, storeFile(name)), storeFileContent(text));
  const standards = { requirements: loadRequirements(), tables: loadTables() };
  const { files } = readScenarios({ roots: [root], files: [] });
  const scenarios = files.map((file) => ({ ...file, parsed: parseScenario(file.text, file.origin, standards) }));
  const texts = preparedTexts(scenarios);
  write(CASES, texts.cases);
  write(STEPS, texts.steps);
  for (const spec of SPECS) write(spec.file, storeText([[specDigest(spec.file), readSpec(spec)]]));
}

const SPECS: readonly Spec<unknown>[] = [REQUIREMENTS, RULINGS, APPENDIX_A, DELIVERY_TABLE, SECTION_MAP, QUOTES];
