import { expect, test } from 'vitest';
import { failedCaseText } from '../failure/failed-case-text.ts';
import { createLineBudget } from '../failure/failure-words.ts';
import {
  brokenResult,
  distinctFailures,
  failedResult,
  info,
  makeCase,
  makeResult,
  requirements,
  written,
} from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { createConsoleReporter } from './console.ts';

const p = (id: string) =>
  makeResult(id, { requirements: [{ id: 'rfc6121-2.3.3-c', level: 'MUST', verdict: 'passed' }] });
const skipped = (id: string) => makeResult(id, { outcome: 'skipped', reason: { kind: 'no-remote-domain' } });

test('with -v reports section by section, with failures in their place, then the findings and a summary', () => {
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
  const text = written(createConsoleReporter, results, { setup: { verbosity: 1 } }).replace(
    failure,
    '(the failed case)\n',
  );
  expect(text).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  6 cases, 8 in parallel

    2.3.2  Success case: 2 passed
    2.3.3  Error cases: 1 failed

    (the failed case)

    8.5.4  Summary of message delivery rules: 1 passed, 2 skipped

    1 finding in 1 case
    Unless a line says otherwise, juliet, romeo and others are test accounts (their bare JIDs), and juliet/balcony is a session of juliet that has asked for the roster.
    An expected stanza shows only what is checked: * is any value, a|b is a or b, (a) is a or none.
    "Nothing" means: nothing arrived before the server answered pings sent afterwards, and, for another server, within the waiting time.

    1. failed  MUST  RFC 6121 2.3.3 · YD/T 2936 6.4.3  1 of 3 cases that check it; the other 2 pass  2.3.3-c/differs-iq.type
        juliet/balcony sends <iq type="set"> (roster): juliet/balcony receives <iq type="result">, not <iq type="error"> (bad-request)
        rule      Return <bad-request/> when the set holds more than one item. https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
        cases     passes in rfc6121/2.3.2/a (1 case), rfc6121/2.3.2/b (1 case)
        sent      juliet/balcony: <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
        expected  juliet/balcony: <iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>
        received  juliet/balcony: <iq type="result" id="bad.k3" to="juliet/balcony"/>
        run       xmppspec run rfc6121/2.3.3/f -t prosody  # A roster set is refused

    observed choices
      rfc6121/8.5.4/o: stored

    skipped
         2  no remote domain is configured; use --remote

    1 check; 1 of 406 observable requirements checked, 1 failed, 0 warned
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

test('with -v writes a reason shared by broken cases once and counts it at the end', () => {
  const text = written(
    createConsoleReporter,
    ['a', 'b', 'c'].map((id) => brokenResult(`rfc6121/2.3/${id}`)),
    { setup: { verbosity: 1 } },
  );
  expect(text).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  3 cases, 8 in parallel

    2.3  Adding a roster item: 3 inconclusive

    inconclusive  rfc6121/2.3/a  A roster set is refused
      fence lost: ping of juliet/balcony: no answer within 5 s
      rerun: xmppspec run rfc6121/2.3/a -t prosody

      inconclusive  rfc6121/2.3/b  A roster set is refused
        same reason as rfc6121/2.3/a
      inconclusive  rfc6121/2.3/c  A roster set is refused
        same reason as rfc6121/2.3/a

    cases without a verdict
       3  broken/no-accounts-other  fence lost: ping of juliet/balcony: no answer within 5 s
          run  xmppspec run rfc6121/2.3/a -t prosody

    0 checks; 0 of 406 observable requirements checked, 0 failed, 0 warned
    0 late stanzas, 1 timeout
    3 cases: 3 inconclusive in 1.2 s
    "
  `);
});

test('with -v writes a known failure in one line, and names the checks of the baseline that now pass', () => {
  const stale = [{ case: 'rfc6121/2.3/x', requirement: 'rfc6121-2.3.3-c', checks: ['step 2, x: y'], reason: 'bug 1' }];
  const text = written(createConsoleReporter, [{ ...failedResult('rfc6121/2.3/f'), knownFailure: 'bug 2' }], {
    stale,
    setup: { verbosity: 1 },
  });
  expect(text).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  1 case, 8 in parallel

    2.3  Adding a roster item: 1 failed
      failed  rfc6121/2.3/f  A roster set is refused
        known failure: bug 2

    1 finding in 1 case
    Unless a line says otherwise, juliet, romeo and others are test accounts (their bare JIDs), and juliet/balcony is a session of juliet that has asked for the roster.
    An expected stanza shows only what is checked: * is any value, a|b is a or b, (a) is a or none.
    "Nothing" means: nothing arrived before the server answered pings sent afterwards, and, for another server, within the waiting time.

    1. failed  MUST  RFC 6121 2.3.3 · YD/T 2936 6.4.3  1 case, none new  2.3.3-c/differs-iq.type
        juliet/balcony sends <iq type="set"> (roster): juliet/balcony receives <iq type="result">, not <iq type="error"> (bad-request)
        rule      Return <bad-request/> when the set holds more than one item. https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
        known     1 case: bug 2
        sent      juliet/balcony: <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
        expected  juliet/balcony: <iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>
        received  juliet/balcony: <iq type="result" id="bad.k3" to="juliet/balcony"/>
        run       xmppspec run rfc6121/2.3/f -t prosody  # A roster set is refused

    baseline entries that no longer hold: update them
      rfc6121/2.3/x  rfc6121-2.3.3-c
        step 2, x: y

    1 check; 1 of 406 observable requirements checked, 1 failed, 0 warned
    0 late stanzas, 1 timeout
    1 case: 1 failed (1 known failure) in 1.2 s
    "
  `);
});

test('without -v counts chapters, and shows each finding with its rule, an example and the command', () => {
  const results = [p('rfc6121/2.3.2/a'), failedResult('rfc6121/2.3.3/f'), failedResult('rfc6121/2.3.3/g')];
  expect(written(createConsoleReporter, results)).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  3 cases, 8 in parallel

    2  Managing the roster: 1 passed, 2 failed

    1 finding in 2 cases
    Unless a line says otherwise, juliet, romeo and others are test accounts (their bare JIDs), and juliet/balcony is a session of juliet that has asked for the roster.
    An expected stanza shows only what is checked: * is any value, a|b is a or b, (a) is a or none.
    "Nothing" means: nothing arrived before the server answered pings sent afterwards, and, for another server, within the waiting time.

    1. failed  MUST  RFC 6121 2.3.3 · YD/T 2936 6.4.3  2 of 3 cases that check it; the other one passes  2.3.3-c/differs-iq.type
        juliet/balcony sends <iq type="set"> (roster): juliet/balcony receives <iq type="result">, not <iq type="error"> (bad-request)
        rule      Return <bad-request/> when the set holds more than one item. https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
        cases     passes in rfc6121/2.3.2/a (1 case)
        sent      juliet/balcony: <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
        expected  juliet/balcony: <iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>
        received  juliet/balcony: <iq type="result" id="bad.k3" to="juliet/balcony"/>
        run       xmppspec run rfc6121/2.3.3/f -t prosody  # A roster set is refused

    2 checks; 1 of 406 observable requirements checked, 1 failed, 0 warned
    0 late stanzas, 1 timeout
    3 cases: 1 passed, 2 failed in 1.2 s
    "
  `);
});

test('without -v counts findings that the baseline lists, and shows those of broken cases', () => {
  const results = [{ ...failedResult('rfc6121/2.3/f'), knownFailure: 'bug 2' }, brokenResult('rfc6121/2.3/b')];
  expect(written(createConsoleReporter, results)).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  2 cases, 8 in parallel

    2  Managing the roster: 1 failed, 1 inconclusive

    1 known finding in 1 case, listed in the baseline

    cases without a verdict
       1  broken/no-accounts-other  fence lost: ping of juliet/balcony: no answer within 5 s
          run  xmppspec run rfc6121/2.3/b -t prosody

    1 check; 1 of 406 observable requirements checked, 1 failed, 0 warned
    0 late stanzas, 1 timeout
    2 cases: 1 failed, 1 inconclusive (1 known failure) in 1.2 s
    "
  `);
});

test('without -v a run without failures has a line for each chapter, and the totals', () => {
  const results = ['2.3.2/a', '2.3.3/b', '8.5/c'].map((id) => p(`rfc6121/${id}`));
  expect(written(createConsoleReporter, results)).toMatchInlineSnapshot(`
    "xmppspec 0.1.0  prosody (Prosody 0.12.3) at localhost  3 cases, 8 in parallel

    2  Managing the roster: 2 passed
    8  Server rules for processing XML stanzas: 1 passed

    0 checks; 0 of 406 observable requirements checked, 0 failed, 0 warned
    0 late stanzas, 1 timeout
    3 cases: 3 passed in 1.2 s
    "
  `);
});

test('the last line counts what was skipped for what the server lacks, and what is unexplained', () => {
  const summary = { lacking: { must: 2, should: 1 }, unexplained: { stanzas: 5, cases: 1 } };
  const last = (lang: 'en' | 'zh') =>
    written(createConsoleReporter, [p('rfc6121/2.3/a')], { summary, setup: { lang } })
      .trim()
      .split('\n')
      .at(-1);
  expect([last('en'), last('zh')]).toEqual([
    '1 case: 1 passed (2 skipped for want of something mandatory) (1 skipped for want of something recommended) (5 unexplained stanzas in 1 case) in 1.2 s',
    '1 个用例：通过 1（其中因缺少必备项而跳过 2 个）（其中因缺少推荐项而跳过 1 个）（来由不明的节 5 个，见于 1 个用例），用时 1.2 秒',
  ]);
});

test('the last line says how often each case was played', () => {
  const summary = { repetitions: { asked: 5, made: 3 } };
  expect(written(createConsoleReporter, [p('rfc6121/2.3/a')], { summary })).toContain(
    '1 case: 1 passed (each played 3 times) in 1.2 s',
  );
});

test('30 findings have an example, the others what the server does, and the command that shows one', () => {
  const text = written(createConsoleReporter, distinctFailures(300));
  expect(text.match(/^ {4}sent /gm)).toHaveLength(30);
  expect(text.match(/^ {4}run /gm)).toHaveLength(100);
  const command = / {4}run {7}xmppspec run 'rfc6121\/2\.3\/many\[\d+\]' -t prosody/.source;
  expect(text).toMatch(new RegExp(`^31\\. failed {2}.*\n {4}juliet.*\n${command}$`, 'm'));
  expect(text).toContain('and 200 more findings; -v shows them all');
  expect(text.split('\n').length).toBeLessThan(600);
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

test('with -v writes one line a scenario for observed choices', () => {
  const results = [
    makeResult('rfc6121/2.3/c[a]', { observed: ['refused'] }),
    makeResult('rfc6121/2.3/c[b]', { observed: ['refused'] }),
    makeResult('rfc6121/2.3/c[d]', { observed: ['stored'] }),
  ];
  const text = written(createConsoleReporter, results, { setup: { verbosity: 1 } });
  expect(text).toContain('  rfc6121/2.3/c: refused; stored (d)\n');
  expect(written(createConsoleReporter, results)).not.toContain('refused');
});
