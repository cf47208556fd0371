// `npm run prove` on a program that only writes reports.

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Reason } from '../model/reason.ts';
import type { Outcome } from '../model/result.ts';
import { reasonText } from '../wording/reasons.ts';
import { temporaryFile } from './cli.test-kit.ts';

const UNREACHED: Reason = {
  kind: 'state-not-reached',
  state: 'None + Pending In',
  user: 'juliet',
  subscription: 'none',
};
const LOST: Reason = { kind: 'late-stanzas', count: 1 };
const FLAKY: Reason = { kind: 'flaky', outcomes: [{ outcome: 'passed', count: 1 }] };

/** A result as far as the JSON report holds what is read of it. */
interface Result {
  readonly id: string;
  readonly outcome: Outcome;
  readonly requirements: readonly [];
  readonly looks?: readonly Outcome[];
  readonly reason?: string;
  readonly cause?: Reason;
}

const one = (id: string, outcome: Outcome): Result => ({ id, outcome, requirements: [] });
const broken = (id: string, cause: Reason): Result => ({
  ...one(id, 'broken'),
  reason: reasonText(cause, 'en'),
  cause,
});

/** The results of the plain run and of the runs with repetitions, lent accounts or other jobs, and how a run ends. */
interface Runs {
  readonly plain?: readonly Result[];
  readonly repeated?: readonly Result[];
  readonly exitCode?: number;
  readonly stderr?: string;
}

/** A program that writes these results as a JSON report. Without results it leaves no report. */
const fake = ({ plain, repeated = plain, exitCode = 0, stderr = '' }: Runs) => `
  import { writeFileSync } from 'node:fs';
  const { plain, repeated } = ${JSON.stringify({ plain, repeated })};
  const isOther = ['--repeat', 'lent', '8'].some((word) => process.argv.includes(word));
  const results = isOther ? repeated : plain;
  const file = process.argv.find((word) => word.startsWith('json=')).slice(5);
  const summary = { cases: 2, skipped: 0, lateStanzas: 0 };
  if (results !== undefined) writeFileSync(file, JSON.stringify({ results, summary }));
  process.stderr.write(${JSON.stringify(stderr)});
  process.exitCode = ${exitCode};`;

function prove(target: string, runs: Runs, asked: readonly string[] = ['12']) {
  const env = { ...process.env, XMPPSPEC_PROGRAM: temporaryFile('fake.mjs', fake(runs)) };
  const args = ['scripts/prove.js', ...asked, target];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n') };
}

test('prints the figures of a stable target after each portion and at the end', () => {
  const { status, lines } = prove('prosody', { plain: [one('a', 'passed'), one('b', 'failed')] });
  const figures = 'prosody: 0 of 2 verdicts ever differed, 0 broken, 0 skipped, 0 late stanzas';
  expect([status, lines]).toEqual([
    0,
    [
      expect.stringMatching(`^${figures}; 10 of 12 repetitions, the last 10 by seed \\d+$`),
      expect.stringMatching(`^${figures}; 12 of 12 repetitions, the last 2 by seed \\d+$`),
      expect.stringMatching(`^${figures}; 12 of 12 repetitions, \\d+\\.\\d min$`),
    ],
  ]);
});

const passed = [one('a', 'passed'), one('b', 'passed')];
const text = (reason: Reason) => reasonText(reason, 'en');

test.each([
  [
    'is broken in every run',
    'prosody',
    { plain: [broken('a', LOST), broken('b', LOST)] },
    `2 broken, such as a: ${text(LOST)}`,
  ],
  [
    'varies between repetitions',
    'prosody',
    { plain: passed, repeated: [broken('a', FLAKY), one('b', 'passed')] },
    `a  alone: passed; then: broken (${text(FLAKY)})`,
  ],
  [
    'differs from the plain run, even for a known cause',
    'jabberd2',
    { plain: passed, repeated: [broken('a', UNREACHED), one('b', 'passed')] },
    `a  alone: passed; then: broken (${text(UNREACHED)})`,
  ],
  [
    'is broken on jabberd2 for an unknown cause',
    'jabberd2',
    { plain: [broken('a', LOST), one('b', 'passed')] },
    `1 broken, such as a: ${text(LOST)}`,
  ],
  [
    'is broken on another server for a cause that is known of jabberd2',
    'prosody',
    { plain: [broken('a', UNREACHED), one('b', 'passed')] },
    `1 broken, such as a: ${text(UNREACHED)}`,
  ],
])('fails when a case %s', (_, target, runs, line) => {
  const { status, lines } = prove(target, { exitCode: 3, ...runs });
  expect([status, lines]).toEqual([1, expect.arrayContaining([`  ${line}`])]);
});

test('counts a broken case of jabberd2 as known when its state cannot be reached', () => {
  const { status, lines } = prove('jabberd2', { plain: [broken('a', UNREACHED), one('b', 'passed')], exitCode: 3 });
  expect([status, lines.at(-1)]).toEqual([0, expect.stringContaining('1 broken (1 known)')]);
});

test.each([
  ['prosody', [one('a', 'failed')], [one('a', 'failed')], 0, []],
  ['prosody', [one('a', 'failed')], [one('a', 'passed')], 1, ['  a  alone: failed; then: passed']],
  ['reference', [one('a', 'failed')], [one('a', 'failed')], 1, ['  a']],
])('compares random plays on %s: %j, then %j', (target, plain, repeated, code, more) => {
  const { status, lines } = prove(target, { plain, repeated }, ['plays', '3']);
  const figures = `${target}: 1 of 1 plays failed, ${target === 'prosody' ? code : 0} otherwise the second time; seed \\d+`;
  expect([status, lines]).toEqual([code, [expect.stringMatching(`^${figures}$`), ...more]]);
});

test('runs the suite once with the configuration of a Debian package, and lists what its baseline does not', () => {
  const known = { ...one('a', 'failed'), knownFailure: 'mod_vcard answers with an empty card' };
  const { status, lines } = prove('ejabberd-debian', { plain: [known, one('b', 'failed')], exitCode: 1 });
  const figures =
    '1 failures that its baseline does not list, 0 that no longer fail, 1 by modules; 0 of 2 cases broken';
  expect([status, lines]).toEqual([1, [expect.stringContaining(figures), '  b']]);
});

test.each([
  ['leaves no report', {}, 'prosody: the run did not finish: no accounts'],
  ['leaves out cases', { plain: passed, repeated: [] }, 'prosody: 0 of 2 cases were run'],
])('fails with one line when a run %s', (_, runs, line) => {
  expect(prove('prosody', { ...runs, stderr: 'launching\nno accounts\n', exitCode: 3 })).toEqual({
    status: 1,
    lines: [line],
  });
});

test.each<[string, readonly Result[], readonly string[]]>([
  ['nothing', passed, ['0 of 2 verdicts and 0 looks differ']],
  [
    'a verdict',
    [one('a', 'passed'), broken('b', LOST)],
    ['1 of 2 verdicts and 0 looks differ', `  b  alone: passed; then: broken (${text(LOST)})`],
  ],
  [
    'a look',
    [one('a', 'passed'), { ...one('b', 'passed'), looks: ['broken', 'passed'] }],
    ['0 of 2 verdicts and 1 looks differ', '  b  looks: one; then: broken, passed'],
  ],
])('prints for each pair of runs that with lent accounts %s differs', (_, repeated, [figures, ...more]) => {
  const { status, lines } = prove('prosody', { plain: passed, repeated }, ['accounts', '2']);
  const each = [1, 2].flatMap((run) => [
    expect.stringMatching(`^prosody: run ${run} of 2, seed \\d+: ${figures}$`),
    ...more,
  ]);
  expect([status, lines.slice(0, -1)]).toEqual([more.length === 0 ? 0 : 1, each]);
  expect(lines.at(-1)).toMatch(/^prosody: [02] verdicts and [02] looks differ with lent accounts, in 2 shuffled runs$/);
});

test('fails with one line when fewer cases were run with lent accounts', () => {
  expect(prove('prosody', { plain: passed, repeated: [one('a', 'passed')] }, ['accounts', '1'])).toEqual({
    status: 1,
    lines: ['prosody: 1 of 2 cases were run with lent accounts'],
  });
});
