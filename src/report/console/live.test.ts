import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReporterSetup, RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import {
  brokenResult,
  failedResult,
  info,
  makeCase,
  makeResult,
  requirements,
  runFinished,
  written,
} from '../report.test-kit.ts';
import { createConsoleReporter } from './console.ts';
import { blockLines, createProgressReporter } from './live.ts';
import type { Progress } from './progress.ts';
import { fakeTerminal, type Terminal } from './terminal.test-kit.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  // A spy that outlives its test would leave the fake timer to the tests of other files.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The console report on a terminal, of a run of these cases that has just started. */
function begin(results: readonly CaseResult[], setup: Partial<ReporterSetup> = {}, terminal = fakeTerminal()) {
  const write = (text: string) => terminal.write(text);
  const base = { requirements, lang: 'en' as const, color: false, terminal: true, trace: false };
  const reporter = createConsoleReporter({ ...base, write, columns: terminal.columns, rows: 24, ...setup });
  const send = (event: RunEvent) => reporter.on(event);
  send({ type: 'run-started', info, cases: results.map((result) => result.case) });
  return {
    terminal,
    start: (...some: readonly CaseResult[]) => some.map((result) => send({ type: 'case-started', case: result.case })),
    finish: (...some: readonly CaseResult[]) => some.map((result) => send({ type: 'case-finished', result })),
    look: (look: number, ...some: readonly CaseResult[]) =>
      some.map((result) => send({ type: 'case-looked', result, look })),
    again: (count: number) => send({ type: 'looking-again', count }),
    end: () => send(runFinished(results)),
  };
}

/** The text below the last blank line of the terminal, after a moment. */
function block({ terminal }: { terminal: Terminal }, ms = 100): string {
  vi.advanceTimersByTime(ms);
  return terminal.text().split('\n\n').at(-1)?.replace(/^\n/, '') ?? '';
}

const some = (count: number, section = '2.3') =>
  Array.from({ length: count }, (_, index) => makeResult(`rfc6121/${section}/case-${index}`));

const mixed = [
  makeResult('rfc6121/2.3.2/a'),
  failedResult('rfc6121/2.3.3/f'),
  makeResult('rfc6121/2.4/s', { outcome: 'skipped', reason: { kind: 'no-remote-domain' } }),
  brokenResult('rfc6121/2.5/b'),
];

test('the block shows new failures, running cases, counts and progress', () => {
  const view = begin(mixed);
  view.start(...mixed);
  vi.advanceTimersByTime(2000);
  view.finish(mixed[1]!, mixed[3]!);
  expect(`\n${block(view)}\n`).toMatchInlineSnapshot(`
    "
    failed  rfc6121/2.3.3/f  A roster set is refused
    inconclusive  rfc6121/2.5/b  A roster set is refused  fence lost: ping of ju...
       2.1 s  rfc6121/2.3.2/a
       2.1 s  rfc6121/2.4/s
    1 failed, 1 inconclusive
    [####################....................]  2/4
    "
  `);
});

test('cases that another look decides are open, and are counted while they are looked at again', () => {
  const view = begin(mixed);
  view.look(1, ...mixed);
  expect(`\n${block(view)}\n`).toMatchInlineSnapshot(`
    "
    1 passed, 1 skipped, 2 to run again
    [########################################]  4/4
    "
  `);
  view.again(2);
  view.look(2, makeResult('rfc6121/2.5/b'));
  expect(`\n${block(view)}\n`).toMatchInlineSnapshot(`
    "
    2 passed, 1 skipped, 1 to run again
    [########################################]  4/4  1/2 run again
    "
  `);
});

test.each([false, true])('after the run the terminal shows the plain report (colour: %s)', (color) => {
  const view = begin(mixed, { color }, fakeTerminal(400, 12));
  for (const result of mixed.toReversed()) {
    view.start(result);
    vi.advanceTimersByTime(100);
    view.finish(result);
    vi.advanceTimersByTime(100);
  }
  view.end();
  const cases = mixed.map((result) => result.case);
  expect(`${view.terminal.text()}`).toBe(written(createConsoleReporter, mixed, { cases }));
});

test('with -v removes a failure from the block once its section shows it in full', () => {
  const view = begin(mixed, { verbosity: 1 });
  view.finish(mixed[1]!);
  expect(block(view)).toContain('failed  rfc6121/2.3.3/f');
  view.finish(mixed[0]!);
  expect(block(view)).not.toContain('failed  rfc6121/2.3.3/f');
});

test('does not show known failures', () => {
  const view = begin(mixed);
  view.finish({ ...mixed[1]!, knownFailure: 'bug 1' });
  expect(block(view)).not.toContain('rfc6121/2.3.3/f');
});

test('writes to the terminal at most ten times a second', () => {
  const results = some(1000);
  const view = begin(results);
  const { writes } = view.terminal;
  for (const result of results) {
    view.start(result);
    view.finish(result);
    vi.advanceTimersByTime(1);
  }
  expect(view.terminal.writes - writes).toBe(10);
});

test('estimates the time left from the pace since the first case finished', () => {
  const results = some(40);
  const view = begin(results);
  vi.advanceTimersByTime(60_000);
  for (const result of results.slice(0, 11)) {
    view.finish(result);
    vi.advanceTimersByTime(1000);
  }
  expect(block(view, 0)).toContain('11/40  about 32 s left');
});

test('with --repeat shows no more running cases than run in parallel', () => {
  const results = some(20);
  const view = begin(results);
  view.start(...results);
  const lines = block(view).split('\n');
  expect([lines[0], lines[4]]).toEqual(['   0.1 s  rfc6121/2.3/case-12', '          and 4 more']);
});

test('writes the block in Chinese', () => {
  const view = begin(mixed, { lang: 'zh' });
  view.start(mixed[0]!);
  view.finish(mixed[1]!);
  expect(`\n${block(view)}\n`).toMatchInlineSnapshot(`
    "
    失败  rfc6121/2.3.3/f  A roster set is refused
       0.1 秒  rfc6121/2.3.2/a
    失败 1
    [##########..............................]  1/4
    "
  `);
});

test('leaves no timer after the run, and none that keeps the process alive', () => {
  const timer = vi.spyOn(globalThis, 'setInterval');
  const view = begin(mixed);
  expect(timer.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
  view.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('without a terminal draws no block and starts no timer', () => {
  const view = begin(mixed, { terminal: false });
  view.start(...mixed);
  const before = view.terminal.text();
  view.finish(mixed[1]!);
  expect([vi.getTimerCount(), view.terminal.text()]).toEqual([0, before]);
});

test('removes the block when the user stops the run', () => {
  const stop = new AbortController();
  const view = begin(mixed, { stop: stop.signal });
  view.start(...mixed);
  expect(block(view)).toContain('rfc6121/2.3.2/a');
  stop.abort();
  expect(view.terminal.text()).toMatch(/8 in parallel\n\n$/);
  expect(block(view)).toContain('rfc6121/2.3.2/a');
});

test('an error while drawing is thrown at the next event, not in the timer', () => {
  const write = () => {
    throw new Error('no more terminal');
  };
  const view = begin(mixed, { write });
  vi.advanceTimersByTime(500);
  expect(vi.getTimerCount()).toBe(0);
  expect(() => view.start(mixed[0]!)).toThrow('no more terminal');
});

test('what is done before the first case stands where the block will be, and goes when the run ends there', () => {
  const terminal = fakeTerminal();
  let notice: ((text: string) => void) | undefined;
  const reporter = createConsoleReporter({
    ...{ requirements, lang: 'en', color: false, terminal: true, trace: false },
    write: (text) => terminal.write(text),
    onNotice: (show) => {
      notice = show;
    },
  });
  reporter.on({ type: 'run-preparing', stage: 'server' });
  expect(terminal.text()).toMatch(/0\.0 s {2}the server starts$/);
  notice?.('accounts stay\n');
  expect(terminal.text()).toMatch(/^accounts stay\n\n +0\.0 s {2}the server starts$/);
  reporter.on({ type: 'run-preparing' });
  expect(terminal.text()).toBe('accounts stay\n');
  expect(notice).toBeUndefined();
});

test('without a terminal, a line a minute says how far the run is, until it is finished', () => {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const reporter = createProgressReporter({
    ...{ requirements, lang: 'en', color: false, terminal: false, trace: false },
    write,
  });
  reporter.on({ type: 'run-preparing', stage: 'order' });
  vi.advanceTimersByTime(60_000);
  expect(text).toBe('60.0 s  how the server orders stanzas\n');
  reporter.on({ type: 'run-started', info, cases: mixed.map((result) => result.case) });
  for (const result of mixed.slice(0, 2)) reporter.on({ type: 'case-finished', result });
  vi.advanceTimersByTime(60_000);
  expect(text.split('\n')[1]).toBe('120 s  2/4  1 passed, 1 failed');
  reporter.on(runFinished(mixed));
  vi.advanceTimersByTime(600_000);
  expect(text.split('\n')).toHaveLength(3);
});

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
