import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { element, NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import type { OpenStream } from '../xmpp/connect.ts';
import { findStreamLimit, STREAMS } from './limit-checks.ts';

const at = { host: 'a.test', port: 5222 };
const ended = (cause: Problem): Problem => ({ kind: 'phase-ended', phase: 'features', at, cause });
const illFormed = (excerpt = ''): Problem =>
  ended({ kind: 'ill-formed-xml', fault: 'ill-formed', detail: 'unexpected text', excerpt });
const CLOSED = ended({ kind: 'connection-closed-by-server' });

/** What a server does with each attempt, by the number of the attempt and of the streams that are open. */
type Fate = (attempt: number, open: number) => Problem | undefined;

/** Finds the limit of a server, and how many streams were opened, and are left open. */
async function find(fate: Fate) {
  const count = { attempts: 0, open: 0 };
  const open = async (): Promise<OpenStream> => {
    count.attempts += 1;
    const problem = fate(count.attempts, count.open);
    if (problem !== undefined) throw new ProblemError(problem);
    count.open += 1;
    const close = async () => {
      count.open -= 1;
    };
    return { features: element('features', NS.streams), request: () => Promise.reject(new Error('unused')), close };
  };
  return { ...(await findStreamLimit(open)), ...count };
}

/** These attempts fail, with these problems. */
const failing =
  (...problems: readonly Problem[]): Fate =>
  (attempt) =>
    problems[attempt - 1];

test('a server that opens every stream has no limit, and each stream is closed', async () => {
  expect(await find(() => undefined)).toEqual({ isLimited: false, failed: [], attempts: STREAMS, open: 0 });
});

test('a stream that opens in the second attempt shows no limit, and what broke is reported', async () => {
  expect(await find(failing(illFormed()))).toEqual({
    isLimited: false,
    failed: [{ count: 1, problem: illFormed() }],
    attempts: STREAMS + 1,
    open: 0,
  });
});

test('two failures of one manner are tried again, too, and reported together', async () => {
  const found = await find(failing(illFormed('<a'), illFormed('<b'), CLOSED));
  expect(found).toMatchObject({ isLimited: false, attempts: STREAMS + 3 });
  expect(found.failed).toEqual([
    { count: 2, problem: illFormed('<a') },
    { count: 1, problem: CLOSED },
  ]);
});

test('a limit of one stream less is found, because the other streams stay open', async () => {
  const found = await find((_, open) => (open >= STREAMS - 1 ? CLOSED : undefined));
  expect(found).toEqual({ isLimited: true, failed: [{ count: 1, problem: CLOSED }], attempts: STREAMS + 1, open: 0 });
});

test('three failures of one manner are a limit, also where a second attempt would succeed', async () => {
  const found = await find(failing(CLOSED, CLOSED, CLOSED));
  expect(found).toMatchObject({ isLimited: true, attempts: STREAMS, open: 0 });
});

test('connections that the server ends fail in one manner, whether they are closed or reset', async () => {
  const reset: Problem = { kind: 'connection-broken-off', at, code: 'ECONNRESET' };
  const { isLimited, failed } = await find(failing(CLOSED, reset, CLOSED));
  expect({ isLimited, failed }).toEqual({ isLimited: true, failed: [{ count: 3, problem: CLOSED }] });
});

test.each(['policy-violation', 'resource-constraint'])('one stream error %s is a limit', async (condition) => {
  const found = await find(failing(ended({ kind: 'stream-error', condition })));
  expect(found).toMatchObject({ isLimited: true, attempts: STREAMS });
});
