// What networks do: each fault between the tester and a server that conforms. Verdicts stay or become broken.

import { beforeAll, describe, expect, test } from 'vitest';
import { limitConcurrency } from '../accounts/limit-concurrency.ts';
import { type ReferenceServer, startReference } from '../reference/server.ts';
import { MOST_BYTES, mistakesOf, TABLE_HEAD, tableRow } from './expectation.test-kit.ts';
import { type FaultRun, faultRun } from './fault-run.test-kit.ts';
import { isLong, print } from './form.test-kit.ts';
import { type NetworkFault, networkFaults } from './network-faults.test-kit.ts';
import { startProxy } from './proxy.test-kit.ts';

/** The timeout of each wait of the tester: longer than the longest latency takes for one answer. */
const WAIT_MS = 3000;

/** The time that a run may take. Many lost connections expire several waits each; a run that hangs never ends. */
const LIMIT_MS = isLong ? 300_000 : 90_000;

const REMOTE = { domain: 'remote.localhost', secret: 'verona' };

/** Logins, rosters, presence, messages, dropped connections. */
const SELECTORS = isLong
  ? ['2', '3.1', '4', '5.2.2', '8.5.2']
  : ['2.3.2', '3.1.2', '**/4.5.2/dropped*', '**/4.6.3/*dropped*'];

/** Where the tester connects. */
interface Ports {
  readonly port: number;
  readonly componentPort: number | undefined;
}

function runOn({ domain }: ReferenceServer, { port, componentPort }: Ports): Promise<FaultRun> {
  const remote =
    componentPort === undefined ? [] : ['--remote', `component://127.0.0.1:${componentPort}/${REMOTE.domain}`];
  const where = ['-t', `xmpp://127.0.0.1:${port}`, '-d', domain, '--plaintext', ...remote];
  const env = { XMPPSPEC_REMOTE_SECRET: REMOTE.secret };
  return faultRun({ args: [...SELECTORS, ...where, '--timeout', String(WAIT_MS)], env, limitMs: LIMIT_MS });
}

/** A run keeps one core busy. */
const inTurn = limitConcurrency(2);

const startServer = () => startReference({ component: REMOTE });

async function runThrough({ faults }: NetworkFault): Promise<FaultRun> {
  const server = await startServer();
  const proxy = await startProxy({ port: server.port, faults });
  return runOn(server, { port: proxy.port, componentPort: server.componentPort }).finally(async () => {
    await proxy.stop();
    await server.stop();
  });
}

describe('network faults before the reference server', () => {
  let direct: FaultRun;
  beforeAll(async () => {
    const server = await startServer();
    direct = await runOn(server, { port: server.port, componentPort: server.componentPort });
    await server.stop();
    print(TABLE_HEAD);
    print(tableRow('none', direct, mistakesOf(direct, { codes: [0], withinMs: LIMIT_MS, mostBytes: MOST_BYTES })));
  });

  const chosen = networkFaults.filter(({ isShort }) => isLong || isShort);
  test.concurrent.each(chosen)('$name: no verdict is wrong', async (fault) => {
    const run = await inTurn(() => runThrough(fault));
    const mistakes = mistakesOf(run, {
      codes: fault.isHarmless ? [0] : [0, 3],
      withinMs: LIMIT_MS,
      mostTailMs: WAIT_MS + 5000,
      mostBytes: MOST_BYTES,
      direct: direct.verdicts,
      ...(fault.isHarmless && { isExact: true }),
    });
    print(tableRow(fault.name, run, mistakes));
    expect(mistakes, run.stderr).toEqual([]);
  });
});
