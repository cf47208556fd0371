import { expect, test } from 'vitest';
import { allMutants } from '../reference/mutants/mutants.ts';
import { isObservable, loadRequirements } from '../spec/requirements.ts';
import { xmppspec } from './cli.test-kit.ts';
import type { MutantTrial } from './texts/mutants-text.ts';

// Some 1,600 servers, each up for a fraction of a second. The bound allows for a busy machine.
const TIMEOUT_MS = 900_000;

// The coarsest mutants lose a whole message, or a child that cases about whole messages expect, too.
const MAX_SIDE_EFFECTS = 8;

const blamedIn = ({ blamed }: MutantTrial) => new Set(blamed.map(({ requirement }) => requirement));

test('every mutant is killed, and every observable MUST and MUST NOT has one', { timeout: TIMEOUT_MS }, async () => {
  const { code, stdout } = await xmppspec(['mutants', '--json']);
  const trials = JSON.parse(stdout) as readonly MutantTrial[];
  expect(trials.filter(({ killer }) => killer === undefined)).toEqual([]);
  expect([code, trials.length]).toEqual([0, allMutants().length]);

  // A requirement counts as covered when a check that cites it has failed on a mutant of it.
  const broken = new Set(trials.flatMap((trial) => trial.requirements.filter((id) => blamedIn(trial).has(id))));
  const hard = [...loadRequirements().values()].filter((r) => isObservable(r) && r.level.startsWith('MUST'));
  const without = hard.map(({ id }) => id).filter((id) => !broken.has(id));
  // What a mutant of this one would forget shows in nothing that a rule forbids (reference/mutants/presence/broadcast.ts).
  expect(without).toEqual(['rfc6121-4.5.3-b']);

  // What the cases cite that did not run counts, too: those that could exceed the bound run.
  const possible = (trial: MutantTrial) => [...new Set([...blamedIn(trial), ...trial.unseen])];
  const sideEffects = (trial: MutantTrial) => possible(trial).filter((id) => !trial.requirements.includes(id));
  expect(trials.filter((trial) => sideEffects(trial).length > MAX_SIDE_EFFECTS).map(({ id }) => id)).toEqual([]);
});

test('shares a shard among processes', async () => {
  const { stdout } = await xmppspec(['mutants', 'rfc6121-2.3.3-*/*', '--shard', '2/10', '-j', '2', '--json']);
  const tried = (JSON.parse(stdout) as readonly MutantTrial[]).map(({ id }) => id);
  const all = allMutants().filter(({ id }) => id.startsWith('rfc6121-2.3.3-'));
  expect(tried).toEqual(all.filter((_, at) => at % 10 === 1).map(({ id }) => id));
});

test('refuses an empty shard', async () => {
  const { code, stderr } = await xmppspec(['mutants', 'rfc6121-2.3.3-a/*', '--shard', '90/90']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--shard: expected at least 90 mutants to share, got ')]);
});

test.each([
  ['--timeout', '0'],
  ['--timeout', '3000000000'],
  ['--jobs', '-2'],
])('refuses mutants %s %s', async (option, value) => {
  const { code, stderr } = await xmppspec(['mutants', option, value]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${option}: expected `)]);
});

test('refuses a selector that matches no mutant', async () => {
  const { code, stderr } = await xmppspec(['mutants', 'rfc6121-2.1.6-z']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('matches none of')]);
});
