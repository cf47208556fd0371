// A gate on a server on which cases stay broken: a baseline lists them by cause, and the next run is green.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../reference/fault.ts';
import { startReference } from '../reference/server.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';

/** Nothing tells the server of a dropped connection: whether a failure after it counts is not known. */
const unnoticed: Fault = { hooks: { noticesStreamEnd: () => false } };

async function gate(directory: string, fault?: Fault, ...options: readonly string[]) {
  const server = await startReference({ fault });
  onTestFinished(() => server.stop());
  const [baseline, junit] = [join(directory, 'known.yaml'), join(directory, 'junit.xml')];
  const where = ['-t', `xmpp://127.0.0.1:${server.port}`, '-d', server.domain, '--plaintext', '--baseline', baseline];
  const reports = ['--timeout', '1000', '-r', `junit=${junit}`, '-r', 'console'];
  const ended = await xmppspec(['run', 'rfc6121/4.5.2/*[from]', ...where, ...reports, ...options]);
  return { ...ended, baseline: readFileSync(baseline, 'utf8'), junit: readFileSync(junit, 'utf8') };
}

test('what stays broken is listed by cause, ends the next run with 0, and is stale once it has a verdict', async () => {
  const directory = temporaryDirectory();
  const first = await gate(directory, unnoticed, '--update-baseline', '--reason', 'not looked at yet');
  expect(first.code, first.stdout).toBe(0);
  expect(first.baseline).toContain(
    'cause: end-unnoticed no-answer\n    reason: not looked at yet\n    cases:\n      - rfc6121/4.5.2/dropped[from]\n',
  );
  const second = await gate(directory, unnoticed);
  expect(second.code, second.stdout).toBe(0);
  expect(second.stdout).toContain('1 inconclusive for a known cause');
  expect(second.junit).not.toContain('<error');
  expect(second.junit).toContain('known failure: not looked at yet');
  const third = await gate(directory);
  expect(third.code, third.stdout).toBe(1);
  expect(third.stdout).toContain('rfc6121/4.5.2/dropped[from]  end-unnoticed no-answer');
});

test('a run of nothing but cases listed as broken ends with 3 and says why', async () => {
  const directory = temporaryDirectory();
  const others = ['closed', 'replaced', 'sent'].flatMap((one) => ['--exclude', `rfc6121/4.5.2/${one}[from]`]);
  const first = await gate(directory, unnoticed, '--update-baseline', '--reason', 'not looked at yet');
  expect(first.code, first.stdout).toBe(0);
  const second = await gate(directory, unnoticed, ...others);
  expect(second.code, second.stdout).toBe(3);
  expect(second.stderr).toContain('no case has a verdict');
});

test('an update without a reason ends with 0: what was asked is done, and the next run asks for the reason', async () => {
  expect((await gate(temporaryDirectory(), unnoticed, '--update-baseline')).code).toBe(0);
});
