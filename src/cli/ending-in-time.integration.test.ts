// How soon the command line ends at a signal. These tests measure, so they run alone.

import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import {
  childrenOf,
  interrupted,
  isAlive,
  journalsIn,
  LEAK,
  NOT_REMOVED,
  outcomesIn,
  runBehindProxy,
  start,
  startBehindProxy,
  unchanged,
  written,
} from './running.test-kit.ts';

/** A run ends within 15 s of a signal, and within 5 s of a second one. A busy machine gets more. */
const MOST_MS = 25_000;
const MOST_AT_ONCE_MS = 10_000;

describe('a run that the user stops', () => {
  test('ends within 15 s on a server that answers nothing any more, with its reports', async () => {
    const { running, report, stall } = await runBehindProxy(unchanged);
    stall();
    const { code, stderr, ms } = await interrupted(running, 'SIGTERM');
    expect(code).toBe(143);
    expect(ms).toBeLessThan(MOST_MS);
    expect(stderr).toMatch(NOT_REMOVED);
    expect(stderr).not.toContain(LEAK);
    const broken = outcomesIn(report).filter(({ outcome }) => outcome === 'broken');
    expect(new Set(broken.map(({ cause }) => cause?.kind))).toEqual(new Set(['interrupted']));
  });

  test('ends at once at a second signal', async () => {
    const { running, stall } = await runBehindProxy(unchanged);
    stall();
    running.child.kill('SIGINT');
    await expect.poll(() => running.child.killed).toBe(true);
    const { code, ms } = await interrupted(running, 'SIGINT', 'SIGTERM');
    expect(ms).toBeLessThan(MOST_AT_ONCE_MS);
    expect(code).toSatisfy((value) => value === 130 || value === 143);
  });
});

test('doctor, at a signal, on a server that answers nothing', async () => {
  const server = await startBehindProxy(() => '');
  const running = start(['doctor', ...server.args, '--timeout', '60000'], server.env);
  await expect.poll(server.accepted, { timeout: 10_000 }).toBeGreaterThan(0);
  const { code, ms } = await interrupted(running, 'SIGTERM');
  expect(code).toBe(143);
  expect(ms).toBeLessThan(MOST_MS);
});

describeInstalled('prosody', () => {
  test('a launched server that is suspended does not keep a run that the user stops', async () => {
    const running = start(['run', '-t', 'prosody']);
    await written(running, /xmppspec \d/);
    const servers = childrenOf(running);
    for (const pid of servers) process.kill(pid, 'SIGSTOP');
    const { code, stderr, ms } = await interrupted(running, 'SIGTERM');
    expect(code).toBe(143);
    expect(ms).toBeLessThan(MOST_MS);
    expect(stderr).not.toContain(LEAK);
    expect([servers.length, servers.filter(isAlive), journalsIn(running.state)]).toEqual([1, [], []]);
  });
});
