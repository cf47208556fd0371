// Whether verdicts hold on servers that conform and are unlike ours: the reference server in its other modes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MODES, type Mode } from '../reference/mode.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import type { MutantTrial } from './texts/mutants-text.ts';

// Every 32nd mutant, in the order of the tables and chapters: some 50 of all kinds. `npm run prove` tries every 8th.
const SAMPLE = 32;

interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly cause?: { readonly kind: string };
}

/** Where all priorities are zero, a mutant that treats negative ones wrongly does nothing wrong. */
const WITHOUT_MUTANTS: Mode = 'overriding';

describe.each(MODES)('the reference server in its %s mode', (mode) => {
  test('violates nothing', async () => {
    const json = join(temporaryDirectory(), 'report.json');
    // Fences of the relaxed mode wait. With many cases at once, the waits are at the same time.
    const options = ['-j', '64', '-r', 'console', '-r', `json=${json}`];
    const { code, stdout } = await xmppspec(['run', '-t', `reference-${mode}`, ...options]);
    const { results } = JSON.parse(readFileSync(json, 'utf8')) as { results: readonly Result[] };
    // These are for servers without a feature that this one has.
    const isOverridden = ({ cause }: Result) => cause?.kind === 'priority-overridden';
    const others = results.filter((one) => one.outcome !== 'passed' && !isOverridden(one)).map(({ id }) => id);
    expect([others.sort(), code], stdout).toEqual([['rfc6121/2.6.1/unadvertised', 'rfc6121/3.4/unadvertised'], 0]);
    expect(results.some(isOverridden)).toBe(mode === 'overriding');
  });

  test.skipIf(mode === WITHOUT_MUTANTS)('no mutant of a sample survives', async () => {
    const sample = ['--shard', `1/${SAMPLE}`, '--jobs', '4'];
    const { code, stdout } = await xmppspec(['mutants', '--mode', mode, ...sample, '--json']);
    const trials = JSON.parse(stdout) as readonly MutantTrial[];
    expect(trials.filter(({ killer }) => killer === undefined)).toEqual([]);
    expect([code, trials.length]).toEqual([0, Math.ceil(allMutants().length / SAMPLE)]);
  });
});
