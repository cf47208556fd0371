import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { CaseResult, KnownBroken, Outcome } from '../model/result.ts';
import { makeCase, makeResult } from '../report/report.test-kit.ts';
import { mustBeChinese } from '../wording/chinese.test-kit.ts';
import type { UsageError } from '../wording/usage.ts';
import { createBaseline } from './apply.ts';
import { knownEntries, openBaseline } from './baseline-file.ts';
import { updateBaseline } from './update.ts';
import { baselineText } from './write.ts';

const ids = ['a/x[one]', 'a/x[two]', 'a/y'];
const cases = ids.map((id) => makeCase(id));
const requirements = new Map();
const unreached: BrokenReason = { kind: 'state-not-reached', state: 'To', user: 'juliet', subscription: 'none' };
const lostBy = (cause: Problem): BrokenReason => ({ kind: 'fence-lost', session: 'juliet/balcony', cause });
const refused = {
  kind: 'login-failed',
  session: 'juliet/balcony',
  cause: { kind: 'login-refused', jid: 'juliet@localhost', condition: 'not-authorized' },
} as const;
const silence: Problem = { kind: 'no-answer', to: 'localhost', timeoutMs: 5000 };
const ended: Problem = { kind: 'request-ended', id: 'p', cause: { kind: 'stream-error', condition: 'reset' } };

const result = (id: string, outcome: Outcome, reason?: BrokenReason): CaseResult => makeResult(id, { outcome, reason });
const broken = (id: string, reason: BrokenReason = unreached) => result(id, 'broken', reason);
const entry: KnownBroken = { case: 'a/y', cause: 'state-not-reached', reason: 'it never gets there' };

test('a broken case is known where the baseline lists it for its cause', () => {
  const { apply, staleEntries } = createBaseline([entry]);
  expect(apply(broken('a/y')).knownFailure).toBe('it never gets there');
  expect([apply(broken('a/x[one]')), apply(result('a/y', 'failed'))].map((one) => one.knownFailure)).toEqual([
    undefined,
    undefined,
  ]);
  expect(staleEntries([broken('a/y')])).toEqual([]);
});

test.each<[string, BrokenReason, boolean]>([
  ['fence-lost', lostBy(ended), true],
  ['fence-lost stream-error', lostBy(ended), true],
  ['fence-lost stream-error', lostBy(silence), false],
  ['fence-lost no-answer', lostBy(silence), true],
  // Which of the cases waits, and which is no longer tried, is chance.
  ['fence-lost no-answer', lostBy({ kind: 'not-tried', wait: 'login', expiries: 3 }), true],
  ['fence-lost', unreached, false],
  // Of this side.
  ['fence-lost', lostBy({ kind: 'called-off' }), false],
  // Of what the user has set up.
  ['login-failed', refused, false],
  ['login-failed', { ...refused, cause: { kind: 'binding-refused', condition: 'conflict' } }, true],
  ['server-limit byte-rate', { kind: 'server-limit', limit: { kind: 'streams' }, server: 'other' }, false],
  ['server-limit streams', { kind: 'server-limit', limit: { kind: 'streams' }, server: 'other' }, true],
])('the cause "%s" stands for %j: %s', (cause, reason, isKnown) => {
  const { apply } = createBaseline([{ ...entry, cause }]);
  expect(apply(broken('a/y', reason)).knownFailure !== undefined).toBe(isKnown);
});

test.each<[Outcome, readonly string[]]>([
  ['passed', ['a/y']],
  ['failed', ['a/y']],
  ['warned', ['a/y']],
  ['skipped', []],
])('an entry whose case %s is stale: %j', (outcome, stale) => {
  expect(
    createBaseline([entry])
      .staleEntries([result('a/y', outcome)])
      .map((one) => one.case),
  ).toEqual(stale);
  expect(createBaseline([{ ...entry, varies: true }]).staleEntries([result('a/y', outcome)])).toEqual([]);
});

test('an expired entry excuses nothing', () => {
  expect(createBaseline([{ ...entry, expired: '2020-01-01' }]).apply(broken('a/y')).knownFailure).toBeUndefined();
});

const open = (text: string, isUpdated = false) =>
  openBaseline(temporaryFile('b.yaml', text), { cases, shipped: async () => [], requirements }, { isUpdated });

/** The file after runs with these results, one after the other. */
async function written(...runs: readonly (readonly CaseResult[])[]): Promise<string> {
  let text = 'server: x\nknown: []\n';
  for (const results of runs) {
    const before = await open(text, true);
    text = baselineText(updateBaseline({ results, before, reason: 'not looked at yet' }).baseline, requirements);
  }
  return text;
}

const first = [broken('a/x[one]'), broken('a/x[two]'), broken('a/y', lostBy(ended))];

test('an update lists broken cases by cause, and what it writes excuses them', async () => {
  const text = await written(first);
  expect(text).toMatchInlineSnapshot(`
    "server: x
    known: []

    broken:
      - cause: fence-lost stream-error
        reason: not looked at yet
        cases:
          - a/y

      - cause: state-not-reached
        reason: not looked at yet
        cases:
          - a/x[*]
    "
  `);
  const { apply } = createBaseline(knownEntries(await open(text), new Date()));
  expect(first.map((one) => apply(one).knownFailure)).toEqual(Array.from({ length: 3 }, () => 'not looked at yet'));
});

test('an update that changes nothing leaves the file as it is', async () => {
  expect(await written(first, first)).toBe(await written(first));
});

test('an update removes what has a verdict, moves what has another cause, and keeps what was skipped', async () => {
  const second = [result('a/x[one]', 'passed'), result('a/x[two]', 'skipped'), broken('a/y')];
  expect(await written(first, second)).toBe(await written([broken('a/x[two]'), broken('a/y')]));
  expect(await written([broken('a/y')], [result('a/y', 'passed')])).toBe('server: x\nknown: []\n');
});

test.each<BrokenReason>([
  { kind: 'bug', stack: 'Error' },
  { kind: 'interrupted' },
  { kind: 'foreign-traffic', cause: { kind: 'domain-shared', domain: 'd' } },
  lostBy({ kind: 'called-off' }),
])('an update does not list %j, and keeps the entry of its case', async (reason) => {
  expect(await written([broken('a/y', reason)])).toBe('server: x\nknown: []\n');
  expect(await written([broken('a/y')], [broken('a/y', reason)])).toBe(await written([broken('a/y')]));
});

const group = (cause: string, pattern: string, reason = 'r') =>
  `  - cause: ${cause}\n    reason: ${reason}\n    cases: ["${pattern}"]\n`;

test.each([
  [
    'a cause that no case has',
    group('state-not-reachd', 'a/y'),
    'b.yaml:4:12 no case is inconclusive for the cause "state-not-reachd"; did you mean "state-not-reached"?',
  ],
  [
    'a detail that no cause has',
    group('fence-lost thunder', 'a/y'),
    'b.yaml:4:12 no case is inconclusive for the cause "fence-lost thunder"',
  ],
  ['a cause of this side', group('bug', 'a/y'), 'b.yaml:4:12 "bug" is no fault of the server'],
  [
    'a cause around the server',
    group('login-failed connection-refused', 'a/y'),
    'b.yaml:4:12 "login-failed connection-refused" is no fault of the server',
  ],
  [
    'a password that is wrong',
    group('login-failed login-refused', 'a/y'),
    'b.yaml:4:12 "login-failed login-refused" is no fault of the server',
  ],
  ['a glob that matches nothing', group('fence-lost', 'b/*'), 'b.yaml:6:13 "b/*" matches no case'],
  ['an unknown case', group('fence-lost', 'a/z'), 'b.yaml:6:13 unknown case "a/z"'],
  ['no reason', group('fence-lost', 'a/y', '""'), 'b.yaml:5:13 reason is empty'],
  [
    'a case listed twice',
    group('fence-lost', 'a/y') + group('fence-lost no-answer', 'a/*'),
    'b.yaml:9:13 a/y is already listed for fence-lost no-answer in line 6; list it once',
  ],
])('refuses %s with its place', async (_, text, message) => {
  const refusal = open(`server: x\nknown: []\nbroken:\n${text}`);
  await refusal.then(
    () => expect.unreachable(),
    ({ texts: { en, zh } }: UsageError) => {
      mustBeChinese(zh);
      expect(en.replaceAll(/\S*\/b\.yaml/g, 'b.yaml')).toContain(message);
    },
  );
});

test('broken plays are listed under the name of all plays, once for each cause, and stay listed', () => {
  const play = (id: string, outcome: Outcome, reason?: BrokenReason): CaseResult => {
    const one = result(id, outcome, reason);
    return { ...one, case: { ...one.case, script: () => ({ next: () => undefined, take: () => undefined }) } };
  };
  const results = [play('explore/1@2/local/1', 'broken', unreached), play('explore/1@2/local/2', 'broken', unreached)];
  const before = { server: 's', caseIds: [...ids, 'explore'], entries: [], broken: [] };
  const { baseline } = updateBaseline({ results, before, reason: 'it never gets there' });
  expect(baseline.broken).toEqual([{ case: 'explore', cause: 'state-not-reached', reason: 'it never gets there' }]);
  const known = createBaseline([{ case: 'explore', cause: 'state-not-reached', reason: 'it never gets there' }]);
  expect(results.map((one) => known.apply(one).knownFailure)).toEqual(['it never gets there', 'it never gets there']);
  const passed = play('explore/1@2/local/3', 'passed');
  expect(known.staleEntries([passed])).toEqual([]);
  expect(updateBaseline({ results: [passed], before: baseline, reason: undefined }).baseline.broken).toEqual(
    baseline.broken,
  );
});
