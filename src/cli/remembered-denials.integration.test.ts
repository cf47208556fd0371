// A server that remembers two users when nothing is left of what they had: cases that reuse accounts accuse it of no more than others.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { remembersDenials } from '../reference/mutants/kit/faulty-servers.test-kit.ts';
import type { Report } from '../results/report-schema.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { startBehindProxy, unchanged } from './running.test-kit.ts';

/** The cases about requests that did not pass, with what each is. */
async function notPassed(accounts: 'lent' | 'fresh') {
  const { args, env } = await startBehindProxy(unchanged, { fault: remembersDenials() });
  const json = join(temporaryDirectory(), 'report.json');
  await xmppspec(['run', ...args, '3.1', 'A.2', '--accounts', accounts, '-r', `json=${json}`], env);
  const { results } = JSON.parse(readFileSync(json, 'utf8')) as Report;
  return results.filter(({ outcome }) => outcome !== 'passed').map(({ id, outcome }) => `${id} ${outcome}`);
}

test('a request that is dropped for an earlier denial is charged to no case that has not denied it', async () => {
  const lent = await notPassed('lent');
  expect(lent).toEqual(await notPassed('fresh'));
});
