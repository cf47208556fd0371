// Parses every shipped scenario, which takes seconds.

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readStore } from '../prepared/store.ts';
import { readScenarios } from './load.ts';
import { createPreparedCases, preparedText } from './prepared-cases.ts';
import { type Origin, parseScenario } from './scenario.ts';
import { standards } from './standards.test-kit.ts';

const prepare = (text: string, origin: Origin) => ({ text, origin, parsed: parseScenario(text, origin, standards) });

test('the prepared cases of every shipped scenario are those of its text', () => {
  const shipped = fileURLToPath(new URL('../../scenarios', import.meta.url));
  const scenarios = readScenarios({ roots: [shipped], files: [] }).files.map((file) => prepare(file.text, file.origin));
  const find = createPreparedCases(readStore(Buffer.from(preparedText(scenarios))));
  expect(scenarios.length).toBeGreaterThan(400);
  for (const { text, origin: from, parsed } of scenarios) expect(find(text, from)).toEqual(parsed);
});
