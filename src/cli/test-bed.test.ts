// Everything that a command opens on its test bed is closed, in time, and a stream that nobody closed is reported.

import process from 'node:process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from './cli.test-kit.ts';
import { openFenceSession } from './run-environment.ts';
import { openTestBed, type TestBed, type TestBedOptions } from './test-bed.ts';

const REFERENCE = { kind: 'managed', name: 'reference', provision: 'in-band' } as const;

/** What was written to standard error. */
let said = '';
beforeEach(() => {
  said = '';
  vi.stubEnv('XDG_STATE_HOME', temporaryDirectory());
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const open = (changes: Partial<TestBedOptions> = {}): Promise<TestBed> =>
  openTestBed(REFERENCE, { timeoutMs: 5000, signal: new AbortController().signal, joinsRemote: true, ...changes });

async function logIn(bed: TestBed) {
  const { account } = await bed.accounts.lend('fresh');
  return bed.connect({ account, resource: 'test', answers: true, timeoutMs: 5000, record: () => undefined });
}

test('a bed that is closed leaves no stream and says nothing', async () => {
  const bed = await open();
  const session = await logIn(bed);
  await session.close(5000);
  await bed.close();
  expect(said).toBe('');
});

test('a stream that nobody closed is reported as a bug, and ends', async () => {
  const bed = await open();
  const session = await logIn(bed);
  await bed.close();
  expect(said).toBe('1 stream was still open at the end; this is a bug in xmppspec: please report it\n');
  expect(session.ended).toEqual({ kind: 'called-off' });
});

test('the session for fences belongs to the bed', async () => {
  const bed = await open();
  const signal = new AbortController().signal;
  const session = await openFenceSession(bed, { timeoutMs: 5000, signal });
  await bed.close();
  expect(said).toBe('');
  expect(session?.ended).toEqual({ kind: 'stream-closed-by-client' });
});

test('a bed whose work the user has stopped ends its streams without a report', async () => {
  const user = new AbortController();
  const bed = await open({ signal: user.signal });
  const session = await logIn(bed);
  user.abort();
  await bed.close();
  expect(said).toBe('');
  expect(session.ended).toEqual({ kind: 'called-off' });
});

test('a stopped bed opens no session for fences', async () => {
  const bed = await open();
  const fence = await openFenceSession(bed, { timeoutMs: 5000, signal: AbortSignal.abort() });
  await bed.close();
  expect([fence, said]).toEqual([undefined, '']);
});

test('a step of closing that does not end keeps the bed no longer than its time', async () => {
  const user = new AbortController();
  const bed = await open({ timeoutMs: 1, signal: user.signal });
  bed.onClose(() => new Promise(() => undefined));
  await bed.close();
  expect(bed.ending.expired.aborted).toBe(true);
});

test('a component that is refused leaves no stream', async () => {
  const bed = await open({ joinsRemote: false });
  const first = await bed.joinRemote(5000);
  await expect(bed.joinRemote(5000)).rejects.toThrow();
  await first?.close();
  await bed.close();
  expect(said).toBe('');
});
