// Servers on which almost nothing may pass. What passes all the same is listed, so that a check that proves nothing shows.

import { describe, expect, test } from 'vitest';
import type { Case, SessionExpectation } from '../model.ts';
import { blackHoles } from '../reference/mutants/black-holes.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadCases } from './load-cases.ts';
import { admit } from './mutant-trial.ts';

// Each ends within seconds; this bounds a machine that is busy.
const TIMEOUT_MS = 120_000;

const requirements = loadRequirements();
const { all: cases } = await loadCases({ selectors: [], roots: undefined, requirements });
const options = { requirements, timeoutMs: 1000, signal: new AbortController().signal, toolVersion: '0' };

/** Nothing but answers to IQs is asked for anywhere, or one permitted outcome asks for nothing else. */
function isSilenceRight({ steps }: Case): boolean {
  const isSilent = ({ receives }: SessionExpectation) =>
    receives.every(({ pattern: { name, attrs } }) => name === 'iq' && /result|error/.test(attrs['type'] ?? ''));
  return steps.every((step) => {
    if (step.kind !== 'expect') return true;
    const permitted = step.alternatives.filter(({ departs }) => departs.length === 0);
    const isOneSilent = permitted.length === 0 || permitted.some(({ sessions }) => sessions.every(isSilent));
    return step.sessions.every(isSilent) && isOneSilent;
  });
}

describe.each(blackHoles)('$name', ({ name, title, defect }) => {
  test(`passes only the cases listed: ${title}`, { timeout: TIMEOUT_MS }, async () => {
    const patient = await admit(defect(), options);
    const passed = await patient
      .run(cases, 16)
      .then(
        ({ results }) => results.filter(({ outcome }) => outcome === 'passed').map((result) => result.case),
        () => [],
      )
      .finally(() => patient.close());
    if (name !== 'echo') expect(passed.filter((one) => !isSilenceRight(one)).map(({ id }) => id)).toEqual([]);
    const list = passed.map(({ id }) => `${id}\n`).sort();
    await expect(list.join('')).toMatchFileSnapshot(`black-holes/${name}.txt`);
  });
});
