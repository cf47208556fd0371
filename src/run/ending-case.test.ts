// What a case leaves behind when a login fails, when its run is stopped, and when its cleanup does not end.

import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Connect, Session } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';
import type { Environment } from './environment.ts';
import { fakeConnect, fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';
import { runCases } from './run-cases.ts';

const oneCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const never = new Promise<never>(() => undefined);

/** A promise and what settles it. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Rejects when the signal aborts, as a login does. */
const untilAborted = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(new ProblemError({ kind: 'called-off' }))),
  );

/** Counts the sessions of a fake server that are open. */
function counting(connect: Connect): { readonly connect: Connect; open(): number } {
  let open = 0;
  const counted: Connect = async (options) => {
    const session = await connect(options);
    open += 1;
    const close = async () => {
      open -= 1;
    };
    return { ...session, close } satisfies Session;
  };
  return { connect: counted, open: () => open };
}

test('a login that is under way when another fails is called off, and the case ends', async () => {
  const connect: Connect = ({ resource, signal }) =>
    resource === 'balcony' ? Promise.reject(new ProblemError({ kind: 'server-unproven' })) : untilAborted(signal);
  const { result, cleanup } = await lookAt(oneCase, fakeEnvironment({}, { connect }));
  await cleanup;
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'login-failed', session: 'juliet/balcony' } });
});

test('a session whose login ends after its case failed is closed', async () => {
  const late = deferred<void>();
  const sessions = counting(fakeConnect({}));
  const connect: Connect = async (options) => {
    if (options.resource === 'balcony') throw new ProblemError({ kind: 'server-unproven' });
    await late.promise;
    return sessions.connect(options);
  };
  const { cleanup } = await lookAt(oneCase, fakeEnvironment({}, { connect }));
  late.resolve();
  await cleanup;
  expect(sessions.open()).toBe(0);
});

/** Runs the case, and cuts it off as soon as it has begun. */
async function cutOff(changes: (signal: AbortSignal) => Partial<Environment>) {
  const stop = new AbortController();
  const running = lookAt(oneCase, fakeEnvironment({}, { cutOff: stop.signal, ...changes(stop.signal) }));
  stop.abort();
  return running;
}

test.each([
  ['waits for accounts', () => ({ lend: () => never })],
  ['logs in', (signal: AbortSignal) => ({ connect: () => untilAborted(signal) })],
] as const)('a case that %s when it is cut off is interrupted', async (_, changes) => {
  const { result } = await cutOff(changes);
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'interrupted' } });
});

test('a case that is cut off has no failed check, whatever its sessions saw of the end', async () => {
  const stop = new AbortController();
  const connect = fakeConnect({ onSend: () => stop.abort() });
  const { result } = await lookAt(oneCase, fakeEnvironment({}, { connect, cutOff: stop.signal }));
  expect(result).toMatchObject({ outcome: 'broken', checks: [], requirements: [], reason: { kind: 'interrupted' } });
});

const schedule = { jobs: 1, bail: undefined };

test('a repetition that is cut off does not make a case flaky', async () => {
  const stop = new AbortController();
  let sent = 0;
  const connect = fakeConnect({
    onSend: (_, stanza, all) => {
      sent += 1;
      if (sent === 2) stop.abort();
      all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    },
  });
  const env = fakeEnvironment({}, { connect, cutOff: stop.signal, signal: stop.signal });
  const { results, summary } = await runCases([oneCase], env, { ...schedule, repeat: 3 });
  expect(results.map(({ outcome }) => outcome)).toEqual(['passed']);
  expect(summary.repetitions).toEqual({ asked: 3, made: 1 });
});

const slowToClose = (): Environment =>
  fakeEnvironment(
    { onSend: (_, stanza, all) => all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`) },
    { beginEnd: () => AbortSignal.abort() },
  );

const withHungReturn = (env: Environment): Environment => ({
  ...env,
  lend: async (kinds) =>
    (await env.lend(kinds)).map((loan) => ({ ...loan, giveBackClean: () => never, giveBack: () => never })),
});

test('a run ends although the return of an account does not', async () => {
  const { results } = await runCases([oneCase], withHungReturn(slowToClose()), schedule);
  expect(results).toMatchObject([{ outcome: 'passed' }]);
});

test('cases wait for cleanups when too many go on, and no longer when the run is stopped', async () => {
  const stop = new AbortController();
  const begun: Case[] = [];
  const env = {
    ...withHungReturn(slowToClose()),
    // Where accounts are few, no case stays after its end.
    capacity: 100,
    signal: stop.signal,
    emit: (event: RunEvent) => {
      if (event.type === 'case-started') begun.push(event.case);
    },
  };
  const cases = Array.from({ length: 40 }, (_, index) => ({ ...oneCase, id: `fake/2/case-${index}` }));
  const running = runCases(cases, env, schedule);
  await expect.poll(() => begun.length).toBe(3);
  stop.abort();
  expect((await running).results).toHaveLength(3);
});

test('a timer runs while cases end without a turn of the event loop', async () => {
  let isOver = false;
  const timer = new Promise<boolean>((resolve) => setTimeout(() => resolve(isOver), 1));
  const env = fakeEnvironment({}, { lend: () => Promise.reject(new ProblemError({ kind: 'run-ending' })) });
  const running = runCases([oneCase], env, { ...schedule, repeat: 2000 }).then(() => {
    isOver = true;
  });
  expect(await timer).toBe(false);
  await running;
});
