// A server that answers and pushes the removal of an item, but keeps it, with existing accounts: none of them is ever clean again.

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { allMutants } from '../reference/mutants/mutants.ts';
import { startReference } from '../reference/server.ts';
import { readReports } from '../results/report-file.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { registered } from './registered-accounts.test-kit.ts';

const fault = () =>
  allMutants()
    .find(({ id }) => id === 'rfc6121-2.5.2-a/kept')
    ?.fault();

/** Runs cases on existing accounts, again and again: a later run finds what an earlier one has left. */
async function start(accounts: number) {
  const server = await startReference({ fault: fault() });
  onTestFinished(() => server.stop());
  const { host, port, domain } = server;
  const given = await registered({ host, port, domain, tls: 'plain', insecure: false }, accounts);
  return async (...selectors: readonly string[]) => {
    const file = join(temporaryDirectory(), 'report.json');
    const where = ['-t', `xmpp://${host}:${port}`, '-d', domain, '--plaintext', ...given];
    const { code, stdout, stderr } = await xmppspec([
      'run',
      ...selectors,
      ...where,
      '-r',
      'console',
      '-r',
      `json=${file}`,
    ]);
    const results = readReports([file]).flatMap(({ report }) => report.results);
    const ids = (outcome: string) => results.filter((one) => one.outcome === outcome).map((one) => one.id);
    const named = results.flatMap(({ cause }) => (cause?.kind === 'basic-missing' ? [cause.reportedBy] : []));
    return {
      code,
      text: stdout + stderr,
      broken: ids('broken'),
      failed: ids('failed'),
      named: [...new Set(named)],
      skipped: ids('skipped').length,
    };
  };
}

const REPORTER = 'rfc6121/2.5.2/removed';

test('the case for removals accuses it, and every other is skipped with that case', async () => {
  const run = await start(6);
  for (const round of ['clean accounts', 'used accounts']) {
    const { code, text, broken, failed, named, skipped } = await run('2.3.2', '2.5', '3.1.2');
    expect([round, code, broken, named], text).toEqual([round, 1, [], [REPORTER]]);
    expect(failed).toContain(REPORTER);
    expect(skipped).toBeGreaterThan(20);
  }
});

test('where that case is not selected, it is played in addition', async () => {
  const run = await start(4);
  await run('2.3.2');
  const { code, text, broken, failed, named } = await run('3.1.2');
  expect([code, broken, failed, named], text).toEqual([1, [], [], [REPORTER]]);
});
