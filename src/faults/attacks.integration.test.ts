// The command line on hostile servers, one attack a run: it ends in time, within its memory, and says why.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitConcurrency } from '../lease/limit-concurrency.ts';
import { TEST_CERTIFICATE } from '../reference/certificate.test-kit.ts';
import { type Attack, attacks } from './attacks.test-kit.ts';
import { MOST_BYTES, mistakesOf, SLACK_MS, TABLE_HEAD, tableRow } from './expectation.test-kit.ts';
import { type FaultRun, faultRun } from './fault-run.test-kit.ts';
import { isLong, print } from './form.test-kit.ts';
import { startHostileServer } from './hostile-server.test-kit.ts';

const WAIT_MS = 3000;

/** A run on a server that answers nothing takes some waits; one that takes longer hangs. */
const LIMIT_MS = 120_000;

/** After one signal, a run ends within this time, with its reports. */
const SIGNALLED_MS = 15_000;

/** Some cases of each kind: rosters, subscriptions, presence, messages. */
const SELECTORS = ['2.3.2', '3.1.2', '4.5.2'];

/** All cases of some chapters. */
const BROAD = ['2', '3', '4', '5'];

/** A run waits most of its time. What is measured of a process is its CPU time and its memory. */
const inTurn = limitConcurrency(3);

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'xmppspec-attacks-'));
  writeFileSync(join(directory, 'ca.pem'), TEST_CERTIFICATE.cert);
  print(TABLE_HEAD);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function runOn({
  actAt,
  usesTls = false,
  hooks = {},
  isStopped,
  waitMs = WAIT_MS,
  isBroad = false,
}: Attack): Promise<FaultRun> {
  const server = await startHostileServer({ actAt: actAt?.() ?? (() => undefined), usesTls, hooks });
  const security = usesTls ? ['--ca', join(directory, 'ca.pem')] : ['--plaintext'];
  const where = ['-t', `xmpp://127.0.0.1:${server.port}`, '-d', server.domain, ...security];
  const args = [...(isBroad && isLong ? BROAD : SELECTORS), ...where, '--timeout', String(waitMs)];
  const run = await faultRun({ args, limitMs: LIMIT_MS, ...(isStopped && { stopWhen: () => server.misbehaved > 0 }) });
  if (actAt !== undefined) expect(server.misbehaved, 'the attack takes place').toBeGreaterThan(0);
  await server.stop();
  return run;
}

const bounds = {
  withinMs: LIMIT_MS,
  afterSignalMs: SIGNALLED_MS + SLACK_MS,
  mostTailMs: WAIT_MS + 5000 + SLACK_MS,
  mostBytes: MOST_BYTES,
};

const chosen = attacks.filter(({ isShort }) => isLong || isShort);

test.concurrent.each(chosen)('$name: the run ends as expected', async (attack) => {
  const run = await inTurn(() => runOn(attack));
  const mistakes = mistakesOf(run, { codes: [3], ...bounds, ...attack.expected });
  print(tableRow(attack.name, run, mistakes));
  for (const mistake of mistakes) print(`  ${mistake}`);
  expect(mistakes, run.stderr).toEqual([]);
});
