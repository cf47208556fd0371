// Scenario files that state their expected result: src/scenario/fixtures.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { failuresOf } from '../baseline/apply.ts';
import { loadScenarios } from '../scenario/load.ts';
import { loadTables } from '../scenario/standard/tables.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { startMutant } from './mutant-trial.ts';

const directory = fileURLToPath(new URL('../../src/scenario/fixtures', import.meta.url));
const requirements = loadRequirements();
const tables = loadTables();
const options = { requirements, timeoutMs: 5000, signal: new AbortController().signal };
const server = await startMutant({}, options);
afterAll(() => server.close());

const filesIn = (kind: string) => readdirSync(join(directory, kind)).map((name) => join(directory, kind, name));
const load = (file: string) => loadScenarios({ roots: [], files: [file], standards: () => ({ requirements, tables }) });
/** `# key: value` lines at the top of a file. */
const said = (file: string, key: string) =>
  [...readFileSync(file, 'utf8').matchAll(new RegExp(`^# ${key}: (.*)$`, 'gm'))].map(([, value = '']) => value);

const name = (file: string) => file.slice(directory.length + 1);

describe('a scenario that the server satisfies', () => {
  test.each(filesIn('valid-pass').map((file) => [name(file), file] as const))('%s passes', async (_, file) => {
    const { cases, mistakes } = await load(file);
    expect(mistakes).toEqual([]);
    const { results } = await server.run(cases, 4);
    expect(results.map(({ outcome, reason }) => ({ outcome, reason }))).toEqual(
      cases.map(() => ({ outcome: 'passed' })),
    );
  });
});

describe('a scenario that the server violates', () => {
  test.each(filesIn('valid-fail').map((file) => [name(file), file] as const))(
    '%s fails as it says',
    async (_, file) => {
      const { cases, mistakes } = await load(file);
      expect(mistakes).toEqual([]);
      const { results } = await server.run(cases, 1);
      const seen = results.flatMap((result) =>
        failuresOf(result).flatMap(({ requirement, checks }) => checks.map((check) => `${requirement} · ${check}`)),
      );
      const outcome = said(file, 'warned').length > 0 ? 'warned' : 'failed';
      expect([results.map((result) => result.outcome), seen]).toEqual([[outcome], said(file, outcome)]);
    },
  );
});

describe('an invalid scenario file', () => {
  test.each(filesIn('invalid').map((file) => [name(file), file] as const))('%s is refused', async (_, file) => {
    const { cases, mistakes } = await load(file);
    const messages = mistakes.map(formatMistake).join('\n');
    expect(cases).toEqual([]);
    for (const mistake of said(file, 'mistake')) expect(messages).toContain(mistake);
    expect(messages).toMatch(/:\d+:\d+ /);
  });
});
