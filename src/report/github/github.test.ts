import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import {
  brokenResult,
  distinctFailures,
  failedResult,
  info,
  makeResult,
  type RunDetails,
  written,
} from '../report.test-kit.ts';
import { annotationText, createAnnotationsReporter } from './github.ts';

const asWarned = (result: CaseResult): CaseResult => ({
  ...result,
  outcome: 'warned',
  checks: result.checks.map((check) => ({ ...check, verdict: 'warned' })),
});
const lines = (results: readonly CaseResult[], details?: RunDetails) =>
  written(createAnnotationsReporter, results, details).split('\n').slice(0, -1);
test('a failure is annotated at the line of its check, with the rule, what differs and the command', () => {
  const [line, ...others] = lines([failedResult(), makeResult('rfc6121/2.3/p')]);
  expect(others).toEqual([]);
  expect(line?.replaceAll('%0A', '\n')).toMatchInlineSnapshot(`
    "::error file=scenarios/rfc6121/2.3/set-refused.yaml,line=12,col=9,title=MUST%2C RFC 6121 2.3.3%3A Return <bad-request/> when the set holds more than one item::failed: 2.3.3-c/differs-iq.type, 1 case
    MUST  rfc6121-2.3.3-c  RFC 6121 2.3.3 · YD/T 2936 6.4.3
    instead: juliet/balcony sends <iq type="set"> (roster): juliet/balcony receives <iq type="result">, not <iq type="error"> (bad-request)
    sent: juliet/balcony: <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
    expected: juliet/balcony: <iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>
    received: juliet/balcony: <iq type="result" id="bad.k3" to="juliet/balcony"/>
    differs: the attribute type of <iq>: expected "error", got "result"
    seen in: A roster set is refused
    run: xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t prosody"
  `);
});

test('a warning is annotated as one, with strict as an error; a broken case is an error at its place', () => {
  const results = [asWarned(failedResult()), brokenResult('rfc6121/2.3/b')];
  const kinds = (details?: RunDetails) => lines(results, details).map((line) => line.slice(0, line.indexOf(' ')));
  expect(kinds()).toEqual(['::error', '::warning']);
  expect(kinds({ info: { ...info, strict: true } })).toEqual(['::error', '::error']);
});

test('one finding is one annotation, ten of each kind are shown, the others have a line each', () => {
  const all = distinctFailures(25);
  const output = lines([...all.slice(0, 12), failedResult(all[0]!.case.id), ...all.slice(12).map(asWarned)]);
  expect(output.map((line) => line.slice(0, 7))).toEqual([
    ...Array.from({ length: 10 }, () => '::error'),
    ...Array.from({ length: 10 }, () => '::warni'),
    '::notic',
  ]);
  const [head, ...left] = (output.at(-1) ?? '').split('%0A');
  expect(head).toBe(
    '::notice title=more than GitHub shows::not annotated, see the summary of the step: 3 errors, 3 warnings',
  );
  expect(left).toHaveLength(6);
  for (const line of left) expect(line).toMatch(/^(\S+|MUST, RFC 6121 .*) {2}xmppspec run '.*' -t prosody$/);
  expect(lines([failedResult('rfc6121/2.3/a'), failedResult('rfc6121/2.3/b')])).toHaveLength(1);
});

test('known failures are counted in one notice, and a stale baseline entry is an error', () => {
  const stale = [{ case: 'rfc6121/2.3/x', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
  expect(lines([{ ...failedResult(), knownFailure: 'bug 2' }], { stale })).toEqual([
    '::error title=a baseline entry no longer holds::rfc6121-2.3.3-c in rfc6121/2.3/x: update the entry in the baseline',
    '::notice title=known failures::1 case in the baseline',
  ]);
});

test('a report in Chinese has Chinese texts and the same commands', () => {
  const [line] = lines([failedResult()], { setup: { lang: 'zh' } });
  expect(line).toMatch(
    /^::error file=[^:]*title=必须 \(MUST\)，RFC 6121 2\.3\.3：.*::失败：2\.3\.3-c.*YD\/T 2936 .*期望 "error"，实际 "result"/,
  );
});

test('no value ends its property, its command or its line', () => {
  const text = annotationText({
    kind: 'error',
    title: 'a,b:c%',
    place: { file: 'a,b:c.yaml', line: 1, col: 2 },
    lines: ['100% ::error::x', 'two\r\n::set-env name=PATH::x\u001b[31m\u202e'],
  });
  expect(text).toBe(
    '::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=a%2Cb%3Ac%25::100%25 ::error::x%0Atwo\\r\\n::set-env name=PATH::x\\u{1b}[31m\\u{202e}\n',
  );
});
