import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import { brokenResult, failedResult, info, makeResult, type RunDetails, written } from '../report.test-kit.ts';
import { annotationText } from './command.ts';
import { createAnnotationsReporter } from './github.ts';

const asWarned = (result: CaseResult): CaseResult => ({
  ...result,
  outcome: 'warned',
  checks: result.checks.map((check) => ({ ...check, verdict: 'warned' })),
});
const lines = (results: readonly CaseResult[], details?: RunDetails) =>
  written(createAnnotationsReporter, results, details).split('\n').slice(0, -1);
const many = (count: number, make: (id: string) => CaseResult) =>
  Array.from({ length: count }, (_, at) => make(`rfc6121/2.3/many[${at}]`));

test('a failure is annotated at the line of its check, with the rule, what differs and the command', () => {
  const [line, ...others] = lines([failedResult(), makeResult('rfc6121/2.3/p')]);
  expect(others).toEqual([]);
  expect(line?.replaceAll('%0A', '\n')).toMatchInlineSnapshot(`
    "::error file=scenarios/rfc6121/2.3/set-refused.yaml,line=12,col=9,title=failed%3A rfc6121/2.3/set-refused[two-items]::A roster set is refused
    MUST  rfc6121-2.3.3-c  RFC 6121 2.3.3 · YD/T 2936 6.4.3
      "Return <bad-request/> when the set holds more than one item."
    juliet/balcony did not receive the expected stanza
    iq@type: expected "error", got "result"
    rerun: xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t prosody"
  `);
});

test('a warning is annotated as one, with strict as an error; a broken case is an error at its place', () => {
  const results = [asWarned(failedResult()), brokenResult('rfc6121/2.3/b')];
  const kinds = (details?: RunDetails) => lines(results, details).map((line) => line.slice(0, line.indexOf(' ')));
  expect(kinds()).toEqual(['::error', '::warning']);
  expect(kinds({ info: { ...info, strict: true } })).toEqual(['::error', '::error']);
});

test('ten of each kind are annotated, the others counted', () => {
  const output = lines([...many(12, failedResult), ...many(13, (id) => asWarned(failedResult(id)))]);
  expect(output.map((line) => line.slice(0, 7))).toEqual([
    ...many(10, makeResult).map(() => '::error'),
    ...many(10, makeResult).map(() => '::warni'),
    '::notic',
  ]);
  expect(output.at(-1)).toBe(
    '::notice title=more than GitHub shows::not annotated, see the summary of the step: 2 errors, 3 warnings',
  );
});

test('known failures are counted in one notice, and a stale baseline entry is an error', () => {
  const stale = [{ case: 'rfc6121/2.3/x', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
  expect(lines([{ ...failedResult(), knownFailure: 'bug 2' }], { stale })).toEqual([
    '::error title=a baseline entry now passes::rfc6121-2.3.3-c in rfc6121/2.3/x: update the entry in the baseline',
    '::notice title=known failures::1 case in the baseline',
  ]);
});

test('a report in Chinese has Chinese texts and the same commands', () => {
  const [line] = lines([failedResult()], { setup: { lang: 'zh' } });
  expect(line).toMatch(/^::error file=[^:]*title=失败%3A rfc6121.*::.*YD\/T 2936 .*期望 "error"，实际 "result"/);
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
