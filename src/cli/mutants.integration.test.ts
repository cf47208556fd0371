import { expect, test } from 'vitest';
import { allMutants } from '../reference/mutants/mutants.ts';
import { isObservable, loadRequirements } from '../spec/requirements.ts';
import { xmppspec } from './cli.test-kit.ts';
import type { MutantTrial } from './texts/mutants-text.ts';

// Some 1,600 servers, each up for a fraction of a second; this bounds a machine that is busy.
const TIMEOUT_MS = 900_000;

// The bluntest mutants that there are lose a message whole, or a child that a case about whole messages asks for, too.
const MOST_BESIDES = 8;

const blamedIn = ({ others }: MutantTrial) => new Set(others.flatMap((other) => /^\S+(?= in )/.exec(other) ?? []));

test('every mutant is killed, and every observable MUST and MUST NOT has one', { timeout: TIMEOUT_MS }, async () => {
  const { code, stdout } = await xmppspec(['mutants', '--json']);
  const sheets = JSON.parse(stdout) as readonly MutantTrial[];
  expect(sheets.filter(({ killer }) => killer === undefined)).toEqual([]);
  expect([code, sheets.length]).toEqual([0, allMutants().length]);

  // What a mutant is said to break counts where a check has said so.
  const broken = new Set(sheets.flatMap((sheet) => sheet.requirements.filter((id) => blamedIn(sheet).has(id))));
  const hard = [...loadRequirements().values()].filter((r) => isObservable(r) && r.level.startsWith('MUST'));
  const without = hard.map(({ id }) => id).filter((id) => !broken.has(id));
  // What it would have to forget shows in nothing that a rule forbids (see reference/mutants/presence/unavailable.ts).
  expect(without).toEqual(['rfc6121-4.5.3-b']);

  const besides = (sheet: MutantTrial) => [...blamedIn(sheet)].filter((id) => !sheet.requirements.includes(id));
  expect(sheets.filter((sheet) => besides(sheet).length > MOST_BESIDES).map(({ id }) => id)).toEqual([]);
});

test('a shard is shared by the processes, too', async () => {
  const { stdout } = await xmppspec(['mutants', 'rfc6121-2.3.3-*/*', '--shard', '2/10', '-j', '2', '--json']);
  const tried = (JSON.parse(stdout) as readonly MutantTrial[]).map(({ id }) => id);
  const all = allMutants().filter(({ id }) => id.startsWith('rfc6121-2.3.3-'));
  expect(tried).toEqual(all.filter((_, at) => at % 10 === 1).map(({ id }) => id));
});

test('an empty shard is wrong use', async () => {
  const { code, stderr } = await xmppspec(['mutants', 'rfc6121-2.3.3-a/*', '--shard', '90/90']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--shard: expected at least 90 mutants to share, got ')]);
});

test.each([
  ['--timeout', '0'],
  ['--timeout', '3000000000'],
  ['--jobs', '-2'],
])('mutants %s %s is wrong use', async (option, value) => {
  const { code, stderr } = await xmppspec(['mutants', option, value]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${option}: expected `)]);
});

test('a selector that means no mutant is wrong use', async () => {
  const { code, stderr } = await xmppspec(['mutants', 'rfc6121-2.1.6-z']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('matches none of')]);
});
