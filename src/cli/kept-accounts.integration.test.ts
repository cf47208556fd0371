// A server on which nothing that a run makes can be removed: neither accounts nor roster items.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepsAll } from '../reference/mutants/kit/keeps-all.test-kit.ts';
import type { Report } from '../results/report-schema.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { startBehindProxy, unchanged } from './running.test-kit.ts';

/** Runs the cases of some sections, most of which leave an item on the roster of an account. */
async function runWith(...more: readonly string[]) {
  const admin = { local: 'admin', password: 'secret' };
  const { args, env } = await startBehindProxy(unchanged, { fault: keepsAll(), admin });
  const json = join(temporaryDirectory(), 'report.json');
  const provision = ['--admin', 'admin@xmppspec.localhost:secret', ...more];
  const ran = await xmppspec(['run', ...args, '2.3', '2.4', '2.5', ...provision, '-r', `json=${json}`], env);
  const { results } = JSON.parse(readFileSync(json, 'utf8')) as Report;
  return { ...ran, broken: results.filter(({ outcome }) => outcome === 'broken') };
}

test('every case is judged where as many accounts are allowed as the cases need', async () => {
  const { broken, code } = await runWith('--max-accounts', '1000');
  expect([broken.map(({ id, reason }) => [id, reason]), code]).toEqual([[], 1]);
});

test('a case without an account says how to allow more', async () => {
  const { broken, stderr } = await runWith();
  expect(stderr).toContain('at most 40 are made, and used again after a reset (--max-accounts)');
  expect(broken.length).toBeGreaterThan(10);
  expect(broken.filter(({ reason }) => !reason?.includes('no more than 40 may be made (--max-accounts)'))).toEqual([]);
});
