import { expect, test } from 'vitest';
import { failedCaseText } from '../failure/failed-case-text.ts';
import { createLineBudget } from '../failure/line-budget.ts';
import { brokenResult, failedResult, info, makeCase, makeResult, requirements, written } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { createConsoleReporter } from './console.ts';

const p = (id: string) =>
  makeResult(id, { requirements: [{ id: 'rfc6121-2.3.3-c', level: 'MUST', verdict: 'passed' }] });
const skipped = (id: string) => makeResult(id, { outcome: 'skipped', reason: { kind: 'no-remote-domain' } });

test('reports section by section, with failures in their place and a summary at the end', () => {
  const failed = failedResult('rfc6121/2.3.3/f');
  const results = [
    p('rfc6121/2.3.2/a'),
    p('rfc6121/2.3.2/b'),
    failed,
    makeResult('rfc6121/8.5.4/o', { observed: ['stored'] }),
    skipped('rfc6121/8.5.4/s1'),
    skipped('rfc6121/8.5.4/s2'),
  ];
  const failure = failedCaseText(failed, {
    requirements,
    paint: createPaint(false),
    trace: false,
    lang: 'en',
    budget: createLineBudget(),
    rerun: info.rerun,
  });
  const text = written(createConsoleReporter, results).replace(failure, '(the failed case)\n');
  expect(text).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  6 cases, 8 in parallel

    2.3.2  Success case: 2 passed
    2.3.3  Error cases: 1 failed

    (the failed case)

    8.5.4  Summary of message delivery rules: 1 passed, 2 skipped

    observed choices
      rfc6121/8.5.4/o: stored

    skipped
         2  no remote domain is configured; use --remote

    requirements not met
      MUST  rfc6121-2.3.3-c  RFC 6121 2.3.3 · YD/T 2936 6.4.3  rfc6121/2.3.3/f

    1 check; 1 of 394 observable requirements checked, 1 failed, 0 warned
    0 late stanzas, 1 timeout
    6 cases: 3 passed, 1 failed, 2 skipped in 1.2 s
    "
  `);
});

test('the order in which cases finish does not change the sections', () => {
  const results = [
    p('rfc6121/2.3.2/a'),
    failedResult('rfc6121/2.3.3/f'),
    skipped('rfc6121/2.3.3/s'),
    p('rfc6121/2.10/z'),
  ];
  const cases = results.map((result) => result.case);
  const sections = (text: string) => text.slice(0, text.indexOf('skipped\n'));
  const backwards = written(createConsoleReporter, results.toReversed(), { cases });
  expect(sections(backwards)).toBe(sections(written(createConsoleReporter, results, { cases })));
});

test('writes a reason shared by broken cases once and counts it at the end', () => {
  const text = written(
    createConsoleReporter,
    ['a', 'b', 'c'].map((id) => brokenResult(`rfc6121/2.3/${id}`)),
  );
  expect(text).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  3 cases, 8 in parallel

    2.3  Adding a roster item: 3 broken

    broken  rfc6121/2.3/a  A roster set is refused
      fence lost: ping of juliet/balcony: no answer within 5 s
      rerun: xmppspec run rfc6121/2.3/a -t prosody

      broken  rfc6121/2.3/b  A roster set is refused
        same reason as rfc6121/2.3/a
      broken  rfc6121/2.3/c  A roster set is refused
        same reason as rfc6121/2.3/a

    broken
         3  fence lost: ping of juliet/balcony: no answer within 5 s

    0 checks; 0 of 394 observable requirements checked, 0 failed, 0 warned
    0 late stanzas, 1 timeout
    3 cases: 3 broken in 1.2 s
    "
  `);
});

test('writes a known failure in one line, and names the checks of the baseline that now pass', () => {
  const stale = [{ case: 'rfc6121/2.3/x', requirement: 'rfc6121-2.3.3-c', checks: ['step 2, x: y'], reason: 'bug 1' }];
  const text = written(createConsoleReporter, [{ ...failedResult('rfc6121/2.3/f'), knownFailure: 'bug 2' }], { stale });
  expect(text).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  1 case, 8 in parallel

    2.3  Adding a roster item: 1 failed
      failed  rfc6121/2.3/f  A roster set is refused
        known failure: bug 2

    requirements not met
      MUST  rfc6121-2.3.3-c  RFC 6121 2.3.3 · YD/T 2936 6.4.3  rfc6121/2.3/f

    checks in the baseline that now pass: update its entries
      rfc6121/2.3/x  rfc6121-2.3.3-c
        step 2, x: y

    1 check; 1 of 394 observable requirements checked, 1 failed, 0 warned
    0 late stanzas, 1 timeout
    1 case: 1 failed (1 known failure) in 1.2 s
    "
  `);
});

test('a stopped run says how many cases did not run', () => {
  const cases = ['a', 'b', 'c'].map((name) => makeCase(`rfc6121/2.3/${name}`));
  const text = written(createConsoleReporter, [p('rfc6121/2.3/a')], { cases });
  expect(text).toContain('stopped: 2 cases did not run');
});

test('with --trace shows passed cases, too', () => {
  const text = written(createConsoleReporter, [p('rfc6121/2.3/a')], { setup: { trace: true } });
  expect(text).toContain('rfc6121/2.3/a  A roster set is refused\n  passed after 12 ms\n');
});

test('writes colours only if asked to', () => {
  const colored = written(createConsoleReporter, [failedResult()], { setup: { color: true } });
  expect(colored).toContain('\u001b[31mfailed\u001b[39m');
  expect(written(createConsoleReporter, [failedResult()])).not.toContain('\u001b');
});

test('shows the delivery table if one of its cases ran, and its choices only there', () => {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const result = makeResult('rfc6121/8.5/d', { case: makeCase('rfc6121/8.5/d', { cell }), observed: ['E'] });
  const text = written(createConsoleReporter, [result]);
  expect(text).toMatch(/^ {2}no-account\/bare +- +E +-/m);
  expect(text).not.toContain('observed choices');
});

test('writes one line a scenario for observed choices', () => {
  const results = [
    makeResult('rfc6121/2.3/c[a]', { observed: ['refused'] }),
    makeResult('rfc6121/2.3/c[b]', { observed: ['refused'] }),
    makeResult('rfc6121/2.3/c[d]', { observed: ['stored'] }),
  ];
  expect(written(createConsoleReporter, results)).toContain('  rfc6121/2.3/c: refused; stored (d)\n');
});
