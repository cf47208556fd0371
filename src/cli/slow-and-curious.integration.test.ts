// Servers that conform and are unlike ours: one asks its clients for their version some time after login, one is slow at logins.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../reference/fault.ts';
import { type ReferenceOptions, startReference } from '../reference/server.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { LEAK, NOT_REMOVED } from './running.test-kit.ts';

interface Report {
  readonly order: { readonly kind: string; readonly largestLagMs: number };
  readonly summary: { readonly expiredWaits: number };
  readonly results: readonly { readonly outcome: string; readonly cause?: { readonly kind: string } }[];
}

/** Runs cases on a server of this process. */
async function run(options: ReferenceOptions, ...args: readonly string[]) {
  const server = await startReference({ mechanisms: ['PLAIN'], ...options });
  onTestFinished(() => server.stop());
  const file = join(temporaryDirectory(), 'report.json');
  const where = ['-t', `xmpp://127.0.0.1:${server.port}`, '-d', server.domain, '--plaintext', '--provision', 'in-band'];
  const ended = await xmppspec(['run', ...args, ...where, '-r', `json=${file}`, '-r', 'console']);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return { ...ended, report, outcomes: new Set(report.results.map(({ outcome }) => outcome)) };
}

/** The time after a login at which the question comes: within the patience of a second look, and soon enough to seem a matter of order. */
const CURIOUS = { asksAfterMs: 400 };

/** Loses approvals. */
const fault: Fault = {
  hooks: { toClient: (stanza) => (stanza.attrs['type'] === 'subscribed' ? [] : [stanza]) },
};

test('a stanza that a server has lost is not the question that it asks meanwhile', async () => {
  const { code, report, outcomes, stdout } = await run({ ...CURIOUS, fault }, '3.1.6');
  expect([code, outcomes.has('failed'), outcomes.has('broken')], stdout).toEqual([1, true, false]);
  expect(report.order).toMatchObject({ kind: 'strict', largestLagMs: 0 });
});

test('a server that asks its clients for their version some time after login violates nothing', async () => {
  const { code, report, stdout } = await run(CURIOUS, '3.1.3', '3.1.5', '3.1.6');
  expect(code, stdout).toBe(0);
  expect(report.order).toMatchObject({ kind: 'strict', largestLagMs: 0 });
});

test('logins on a slow server are spread: none expires, and every stream is closed', async () => {
  // As many logins at once as a fast server gets would take longer than the timeout.
  const options = ['-j', '16', '--timeout', '2000'];
  const { code, report, stdout, stderr } = await run({ loginMs: 100 }, '2.5', '3.1.3', ...options);
  expect(code, stdout).toBe(0);
  expect(report.summary.expiredWaits).toBe(0);
  expect(stderr).not.toMatch(NOT_REMOVED);
  expect(stderr).not.toContain(LEAK);
});

test('the further looks at failures on a slow server break none', async () => {
  const { report, outcomes, stdout } = await run(
    { loginMs: 100, fault },
    '3.1.5',
    '3.1.6',
    '-j',
    '16',
    '--timeout',
    '2000',
  );
  expect([outcomes.has('failed'), outcomes.has('broken')], stdout).toEqual([true, false]);
  expect(report.summary.expiredWaits).toBe(0);
});
