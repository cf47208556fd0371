import { expect, test } from 'vitest';
import { brokenResult, failedResult, makeCase } from '../report.test-kit.ts';
import { blockLines } from './live-block.ts';
import type { Progress } from './progress.ts';
import { fakeTerminal } from './terminal.test-kit.ts';

const HOSTILE = [
  'a title that goes on and on'.repeat(20),
  '\u{1b}[2J\u{1b}[10A\r\n\u{9b}2Jgone',
  '\u{202e}backwards\u{2066}',
  '名册推送'.repeat(40),
  'ロスターの項目'.repeat(30),
  '🛑👩‍👩‍👧‍👦⌚'.repeat(30),
  'z\u{300}\u{301}\u{302}'.repeat(80),
];

const failures = HOSTILE.flatMap((title) => [
  { ...failedResult(), case: makeCase(`rfc6121/2.3/${title}`, { title }) },
  brokenResult('rfc6121/2.3/b', title),
]);
const running = HOSTILE.map((id, index) => ({ id, forMs: 1_000_000 * index }));
const hostile: Progress = {
  ...{ stage: undefined, forMs: 0, total: 1e9, done: failures.length, again: undefined, leftMs: 1e9 },
  ...{ results: failures, open: 0, running, failures },
};

/** Every failure and running case once in the block. */
const blocks = HOSTILE.map((_, at) => ({
  ...hostile,
  failures: failures.slice(0, at * 2 + 2),
  running: running.slice(at),
}));

test.each([1, 2, 5, 20, 40, 79, 80, 81, 200])('keeps lines narrower than a terminal of %i columns', (columns) => {
  for (const [color, lang] of [
    [false, 'en'],
    [true, 'zh'],
  ] as const) {
    const lines = blocks.flatMap((progress) => blockLines(progress, { color, lang, columns, rows: 50 }));
    const terminal = fakeTerminal(Math.max(1, columns - 1), 5000);
    terminal.write(lines.join('\n'));
    expect([terminal.wraps, terminal.text().split('\n').length]).toEqual([0, lines.length]);
  }
});

test.each(['en', 'zh'] as const)('before the first case, it says in %s what is done, and for how long', (lang) => {
  const stages = ['server', 'look', 'order'] as const;
  const text = stages.map((stage) => blockLines({ ...hostile, stage, forMs: 1234 }, { color: false, lang }).join('|'));
  expect(new Set(text).size).toBe(stages.length);
  for (const line of text) expect(line).toMatch(/^\|\s+1\.2 [s秒] {2}\S/);
});

test('escapes controls in titles', () => {
  const text = blocks.flatMap((progress) => blockLines(progress, { color: false, lang: 'en', columns: 500 })).join('');
  expect(text).toContain('\\u{1b}[2J\\u{1b}[10A\\r\\n\\u{9b}2Jgone');
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test.each([1, 2, 4, 8])('keeps the bar and does not scroll a terminal of %i rows', (rows) => {
  const lines = blockLines(hostile, { color: false, lang: 'en', columns: 80, rows });
  expect(lines.length).toBe(Math.max(1, rows - 1));
  expect(lines.at(-1)).toMatch(/^\[\.{40}\] {2}14\/1000000000/);
});
