// A server on which nothing that a run makes can be removed: neither accounts nor roster items.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepsAll } from '../reference/mutants/kit/faulty-servers.test-kit.ts';
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

test('every case is judged, each with new accounts', async () => {
  const { broken, code, stderr } = await runWith();
  expect([broken.map(({ id, reason }) => [id, reason]), code]).toEqual([[], 1]);
  expect(stderr).toContain('up to 3000 where their rosters cannot be emptied (--max-accounts)');
  expect(stderr).toMatch(/^\d+ accounts were not removed: admin@\S+ cannot delete accounts on \S+ \(not-allowed\);/m);
});

test('a case without an account says how to allow more', async () => {
  const { broken, stderr } = await runWith('--max-accounts', '40');
  expect(stderr).toContain('at most 40 are made, and used again after a reset (--max-accounts)');
  expect(broken.length).toBeGreaterThan(10);
  expect(broken.filter(({ reason }) => !reason?.includes('no more than 40 may be made (--max-accounts)'))).toEqual([]);
});
