// Whatever the server does, the command line ends: with its reports, and with no stream that nobody closed.

import { existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeInstalled } from '../target/describe-server.test-kit.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import {
  childrenOf,
  interrupted,
  isAlive,
  journalsIn,
  LEAK,
  NOT_REMOVED,
  outcomesIn,
  type Running,
  runBehindProxy,
  start,
  unchanged,
  written,
} from './running.test-kit.ts';

describe('a run ends by itself', () => {
  test('where streams are never closed by the server', async () => {
    const keepsOpen = (sent: string) => sent.replaceAll('</stream:stream>', '');
    const { running, report } = await runBehindProxy(keepsOpen, ['2.1.2', '--timeout', '500']);
    const { code, stderr } = await running.ended;
    expect(stderr).not.toContain(LEAK);
    // On a busy machine, a case may not get its answers within so short a timeout.
    expect([0, 3]).toContain(code);
    expect(outcomesIn(report).length).toBeGreaterThan(20);
  });

  test('where the server refuses to remove accounts', async () => {
    const refuses = (sent: string) => sent.replaceAll('<remove/>', '<remain/>');
    const { running, report } = await runBehindProxy(refuses, ['2.1.2', '--timeout', '1000']);
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(NOT_REMOVED);
    expect(stderr).not.toContain(LEAK);
    expect(outcomesIn(report).length).toBeGreaterThan(20);
  });

  test('where the server stops answering during the run', async () => {
    const { running, report, stall } = await runBehindProxy(unchanged, ['--timeout', '500']);
    stall();
    const { code, stderr } = await running.ended;
    expect(code).toBe(3);
    expect(stderr).not.toContain(LEAK);
    expect(outcomesIn(report).every(({ cause }) => cause?.kind !== 'bug')).toBe(true);
  });

  test('where its reader of standard output has gone and its journal has been deleted', async () => {
    const { running } = await runBehindProxy(unchanged, ['-j', '4', '--trace']);
    rmSync(running.state, { recursive: true, force: true });
    running.child.stdout?.destroy();
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/bug|Error/);
  });
});

describe('a run that the user stops', () => {
  test('takes the end of its reader for no second signal', async () => {
    const { running } = await runBehindProxy(unchanged);
    running.child.kill('SIGINT');
    running.child.stdout?.destroy();
    const { code } = await running.ended;
    expect([code, journalsIn(running.state)]).toEqual([130, []]);
  });
});

describe('a disk that is full', () => {
  test('makes the exit code 2 where a report is lost, after a run that was as expected', async () => {
    const { code, stderr } = await xmppspec(['run', '2.1.3', '-r', 'console', '-r', 'json=/dev/full']);
    expect(code).toBe(2);
    expect(stderr).toContain('the reporter "json=/dev/full" failed and writes no more: ENOSPC');
  });

  test('under standard output stops a run as a signal does, with exit code 2', async () => {
    const report = join(temporaryDirectory(), 'report.json');
    const args = ['run', '2.1', '-t', 'reference', '-j', '1', '--trace', '-r', 'console', '-r', `json=${report}`];
    const { code, stderr } = await start(args, {}, openSync('/dev/full', 'w')).ended;
    expect(code).toBe(2);
    expect(stderr).toBe('cannot write to standard output: ENOSPC: no space left on device, write\n');
    expect(outcomesIn(report).length).toBeGreaterThan(0);
  });
});

test('an error that nothing catches ends the process as a bug does', async () => {
  const lose = "process.on('SIGUSR2', () => { throw new Error('lost'); })";
  const running = start(['serve', '--port', '0'], {
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(lose)}`,
  });
  await written(running, /serving/);
  const { code, stderr } = await interrupted(running, 'SIGUSR2');
  expect(code).toBe(2);
  expect(stderr).toMatch(/Error: lost\n[\s\S]*this is a bug in xmppspec: please report it/);
});

/** Sends a signal to every process of the group, as a terminal does at Ctrl-C. */
const signalGroup = ({ child }: Running, signal: NodeJS.Signals) => process.kill(-Number(child.pid), signal);

describeInstalled('prosody', () => {
  test('Ctrl-C in a terminal ends the cases before the server', async () => {
    const report = join(temporaryDirectory(), 'report.json');
    const running = start(['run', '-t', 'prosody', '-r', 'console', '-r', `json=${report}`]);
    await written(running, /xmppspec \d/);
    signalGroup(running, 'SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).not.toContain(LEAK);
    // A case that failed once, or whose fences turned out to have too few rounds, is broken: the run ended before a second look.
    const causes = outcomesIn(report).flatMap(({ outcome, cause }) => (outcome === 'broken' ? [cause?.kind] : []));
    expect(causes.filter((kind) => !['interrupted', 'unconfirmed', 'unsettled'].includes(kind ?? ''))).toEqual([]);
    expect(journalsIn(running.state)).toEqual([]);
  });

  test('a launched server whose data directory is deleted does not keep the run', async () => {
    const running = start(['run', '-t', 'prosody', '--timeout', '1000', '-r', 'console']);
    await written(running, /xmppspec \d/);
    for (const journal of journalsIn(running.state)) {
      const path = /"path":"([^"]+)"/.exec(readFileSync(join(running.state, journal), 'utf8'))?.[1] ?? '';
      // Gone at once: the server goes on writing while a directory is emptied.
      renameSync(path, `${path}-deleted`);
      rmSync(`${path}-deleted`, { recursive: true });
    }
    const { stdout, stderr } = await running.ended;
    expect(stdout).toMatch(/[1-9]\d* inconclusive in /);
    expect(stderr).not.toContain(LEAK);
    expect(existsSync(running.state)).toBe(true);
  });
});

describe.each(['prosody', 'ejabberd', 'jabberd2'] as const)('a killed run', (name) => {
  describeInstalled(name, () => {
    test('leaves no server behind, and a directory that clean removes', async () => {
      const running = start(['run', '-t', name]);
      await written(running, /xmppspec \d/);
      const servers = childrenOf(running);
      running.child.kill('SIGKILL');
      await running.ended;
      await expect.poll(() => servers.filter(isAlive), { timeout: 10_000 }).toEqual([]);
      expect(journalsIn(running.state)).toHaveLength(1);
      const { stdout } = await xmppspec(['clean'], { XDG_STATE_HOME: running.state });
      expect([stdout, journalsIn(running.state)]).toEqual(['removed 0 accounts and 1 directory\n', []]);
    });
  });
});
