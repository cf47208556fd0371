// `npm run prove` on a tool that only pretends to run.

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { temporaryFile } from './cli.test-kit.ts';

const UNREACHED = 'the state "None + Pending In" was not reached: nothing is shown';

/** Writes the report that the code makes from `isRepeated`; its last lines are what the process says and how it ends. */
const fake = (results: string, end = 'process.exit(0)') => `
  import { writeFileSync } from 'node:fs';
  const isRepeated = process.argv.includes('--repeat');
  const one = (id, outcome, reason) => ({ id, outcome, reason, requirements: [] });
  const results = ${results};
  const file = process.argv.find((word) => word.startsWith('json=')).slice(5);
  const summary = { cases: 2, skipped: 0, lateStanzas: 0 };
  if (results !== undefined) writeFileSync(file, JSON.stringify({ results, summary }));
  ${end};`;

function prove(target: string, program: string) {
  const env = { ...process.env, XMPPSPEC_PROGRAM: temporaryFile('fake.mjs', program) };
  const { status, stdout } = spawnSync(process.execPath, ['scripts/prove.js', '12', target], { env, encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n') };
}

test('a sound target is told portion by portion, and in the end', () => {
  const { status, lines } = prove('prosody', fake("[one('a', 'passed'), one('b', 'failed')]"));
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

test.each([
  [
    'is broken every time',
    'prosody',
    "[one('a', 'broken', 'a lost fence'), one('b', 'broken', 'a lost fence')]",
    '2 broken, such as a: a lost fence',
  ],
  [
    'differs between repetitions',
    'prosody',
    "[one('a', ...(isRepeated ? ['broken', 'verdicts differ'] : ['passed'])), one('b', 'passed')]",
    'a  alone: passed; then: broken (verdicts differ)',
  ],
  [
    'differs from the plain run alone',
    'jabberd2',
    `[one('a', ...(isRepeated ? ['broken', '${UNREACHED}'] : ['passed'])), one('b', 'passed')]`,
    `a  alone: passed; then: broken (${UNREACHED})`,
  ],
  [
    'is broken on jabberd2 for another reason',
    'jabberd2',
    "[one('a', 'broken', 'a lost fence'), one('b', 'passed')]",
    '1 broken, such as a: a lost fence',
  ],
])('nothing is proven where a case %s', (_, target, results, told) => {
  const { status, lines } = prove(target, fake(results, 'process.exit(3)'));
  expect([status, lines]).toEqual([1, expect.arrayContaining([`  ${told}`])]);
});

test('what jabberd2 cannot be brought into is counted, and known', () => {
  const { status, lines } = prove(
    'jabberd2',
    fake(`[one('a', 'broken', '${UNREACHED}'), one('b', 'passed')]`, 'process.exit(3)'),
  );
  expect([status, lines.at(-1)]).toEqual([0, expect.stringContaining('1 broken (1 known)')]);
});

test.each([
  ['leaves no report', 'undefined', 'prosody: not run to the end: no accounts'],
  ['leaves out cases', "isRepeated ? [] : [one('a', 'passed')]", 'prosody: 0 of 1 cases were run'],
])('a run that %s is told in one line, and nothing is proven', (_, results, told) => {
  const end = "process.stderr.write('launching\\nno accounts\\n'); process.exitCode = 3";
  expect(prove('prosody', fake(results, end))).toEqual({ status: 1, lines: [told] });
});
