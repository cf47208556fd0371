// What networks do: each fault between the tester and a server. Verdicts stay those of the direct run or become broken.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { limitConcurrency } from '../lease/limit-concurrency.ts';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { launchTarget } from '../target/launch-target.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import type { TargetName } from '../target/target-names.ts';
import { MOST_BYTES, mistakesOf, SLACK_MS, TABLE_HEAD, tableRow } from './expectation.test-kit.ts';
import { type FaultRun, faultRun } from './fault-run.test-kit.ts';
import { isLong, print } from './form.test-kit.ts';
import { type NetworkFault, networkFaults } from './network-faults.test-kit.ts';
import { startProxy } from './proxy.test-kit.ts';

/** The timeout of each wait of the tester: longer than the longest latency takes for one answer. */
const WAIT_MS = 3000;

/** The same where every byte arrives: byte by byte, the proxy itself takes more than 20 s for the longest roster names. */
const PATIENT_WAIT_MS = 120_000;

/** The time that a run may take. Many lost connections expire several waits each; a run that hangs never ends. */
const LIMIT_MS = isLong ? 600_000 : 90_000;

/** Rosters, subscriptions, presence, dropped connections; with the long form also messages. */
const SELECTORS = isLong
  ? ['2', '3.1', '4.5', '4.6', '5.2.2']
  : ['2.3.2', '3.1.2', '**/4.5.2/dropped*', '**/4.6.3/*dropped*'];

/** The faults of the proxy are drawn from it. */
const SEED = 12;

const TARGETS: readonly TargetName[] = isLong ? ['reference', 'prosody', 'ejabberd', 'jabberd2'] : ['reference'];

/** A run waits most of its time. What is measured of a process is its CPU time and its memory. */
const inTurn = limitConcurrency(4);

function runOn({ address, component }: LaunchedTarget, port: number, waitMs: number): Promise<FaultRun> {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-network-'));
  const ca = join(directory, 'ca.pem');
  writeFileSync(ca, address.ca ?? '');
  const security = address.tls === 'plain' ? ['--plaintext'] : ['--ca', ca];
  const remote = component && `component://${component.host}:${component.port}/${component.domain}`;
  const where = ['-t', `xmpp://127.0.0.1:${port}`, '-d', address.domain, ...security];
  const args = [...SELECTORS, ...where, ...(remote ? ['--remote', remote] : []), '--timeout', String(waitMs)];
  const env = { XMPPSPEC_REMOTE_SECRET: component?.secret ?? '' };
  return faultRun({ args, env, limitMs: LIMIT_MS }).finally(() => rmSync(directory, { recursive: true, force: true }));
}

/** Each run has a server of its own: only one component may join, and accounts may stay. */
async function runThrough(name: TargetName, { faults, isHarmless }: Omit<NetworkFault, 'name'>): Promise<FaultRun> {
  const target = await launchTarget(name);
  try {
    const { host, port } = target.address;
    const proxy = await startProxy({ host, port, faults, seed: SEED });
    return await runOn(target, proxy.port, isHarmless ? PATIENT_WAIT_MS : WAIT_MS).finally(() => proxy.stop());
  } finally {
    await target.stop();
  }
}

function describeNetwork(name: TargetName): void {
  let direct: FaultRun;
  beforeAll(async () => {
    direct = await runThrough(name, { faults: () => ({}), isHarmless: true });
    const expected = { codes: [0, 1, 3], withinMs: LIMIT_MS, mostBytes: MOST_BYTES };
    print(tableRow(`${name}: none`, direct, mistakesOf(direct, expected)));
  }, LIMIT_MS);

  const chosen = networkFaults.filter(({ isShort }) => isLong || isShort);
  // A test waits for its turn, too.
  test.concurrent.each(chosen)('$name: no verdict is wrong', { timeout: 20 * LIMIT_MS }, async (fault) => {
    const run = await inTurn(() => runThrough(name, fault));
    const code = direct.code ?? 0;
    const mistakes = mistakesOf(run, {
      codes: fault.isHarmless ? [code] : [code, 0, 3],
      withinMs: LIMIT_MS,
      mostTailMs: (fault.isHarmless ? PATIENT_WAIT_MS : WAIT_MS) + 5000 + SLACK_MS,
      mostBytes: MOST_BYTES,
      direct: direct.verdicts,
      ...(fault.isHarmless && { isExact: true }),
    });
    print(tableRow(`${name}: ${fault.name}`, run, mistakes));
    for (const mistake of mistakes) print(`  ${mistake}`);
    expect(mistakes, run.stderr).toEqual([]);
  });
}

describe('network faults', () => {
  beforeAll(() => print(TABLE_HEAD));
  for (const name of TARGETS) describeInstalled(name, () => describeNetwork(name));
});
