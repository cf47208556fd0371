import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from './accounts.test-kit.ts';
import { address } from './fake-server.test-kit.ts';
import { openJournal } from './journal.ts';
import { identityOf, isOwnerAlive } from './journal-owner.ts';
import { readJournals } from './read-journals.ts';

const HAS_PROC = existsSync('/proc/self/stat');
const living = { alive: () => true };

const created = {
  account: { jid: 'anna@fake.localhost', password: 'secret' },
  address,
  removal: { kind: 'in-band' as const },
};

/** A process that runs until the test ends. */
async function process(...words: string[]): Promise<number> {
  const child: ChildProcess = spawn('/bin/sh', ['-c', 'echo; read line', ...words], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout!, 'data');
  return child.pid!;
}

/** A journal as older versions wrote it, with this pid in its name. */
function oldJournal(pid: number): string {
  const directory = temporaryDirectory();
  writeFileSync(
    join(directory, `${pid}-abcdef12.jsonl`),
    `${JSON.stringify({ event: 'account-created', ...created })}\n`,
  );
  return directory;
}

const pidsIn = (directory: string) => {
  const { dead, running } = readJournals(directory, living);
  return { dead: dead.map(({ pid }) => pid), running: running.map(({ pid }) => pid) };
};

test('a journal belongs to a process that runs', async () => {
  const pid = await process();
  const directory = temporaryDirectory();
  openJournal(directory, pid).accountCreated(created);
  expect(pidsIn(directory)).toEqual({ dead: [], running: [pid] });
});

describe.runIf(HAS_PROC)('where /proc says when a process started', () => {
  test('a journal does not belong to a later process with the same pid', async () => {
    const pid = await process();
    const directory = temporaryDirectory();
    openJournal(directory, pid).accountCreated(created);
    const [name = ''] = readdirSync(directory);
    const earlier = identityOf(pid)?.replace(/\d+$/, '1') ?? '';
    const events = [
      { event: 'journal-opened', process: earlier },
      { event: 'account-created', ...created },
    ];
    writeFileSync(join(directory, name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    expect(pidsIn(directory)).toEqual({ dead: [pid], running: [] });
  });

  test('a journal of an older version belongs to a process that runs xmppspec', async () => {
    const pid = await process('xmppspec');
    expect(pidsIn(oldJournal(pid))).toEqual({ dead: [], running: [pid] });
  });

  test('a journal of an older version belongs to no other program, such as the first process of a container', () => {
    expect(pidsIn(oldJournal(1))).toEqual({ dead: [1], running: [] });
  });
});

test('where /proc does not know the process, its pid alone counts', () => {
  const owner = { pid: 2 ** 30, identity: 'any' };
  expect([isOwnerAlive(owner, () => true), isOwnerAlive(owner, () => false)]).toEqual([true, false]);
});
