import { expect, test } from 'vitest';
import { isObservable, loadRequirements } from '../spec/requirements.ts';
import { xmppspec } from './cli.test-kit.ts';

// Some 1,600 servers, each up for a fraction of a second; this bounds a machine that is busy.
const TIMEOUT_MS = 900_000;

test('every mutant is killed, and every observable MUST and MUST NOT has one', { timeout: TIMEOUT_MS }, async () => {
  const { code, stdout } = await xmppspec(['mutants', '--json']);
  const sheets = JSON.parse(stdout) as readonly { id: string; requirements: readonly string[]; killer?: string }[];
  expect(sheets.filter(({ killer }) => killer === undefined)).toEqual([]);
  expect(code).toBe(0);
  const broken = new Set(sheets.flatMap(({ requirements }) => requirements));
  const hard = [...loadRequirements().values()].filter((r) => isObservable(r) && r.level.startsWith('MUST'));
  const without = hard.map(({ id }) => id).filter((id) => !broken.has(id));
  // What it would have to forget shows in nothing that a rule forbids (see presence-unavailable.ts).
  expect(without).toEqual(['rfc6121-4.5.3-b']);
});

test('a selector that means no mutant is wrong use', async () => {
  const { code, stderr } = await xmppspec(['mutants', 'rfc6121-2.1.6-z']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('matches none of')]);
});
