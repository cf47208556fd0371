import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import { failedResult, makeResult } from '../report/report.test-kit.ts';
import { reportOf } from './report-data.test-kit.ts';
import { readReports } from './report-file.ts';

const report = reportOf([failedResult(), makeResult('rfc6121/2.3/p', { observed: ['stored'] })]);
const file = (data: unknown) => temporaryFile('report.json', JSON.stringify(data));

test('a report is read back as it was written, with keys that nobody here knows', () => {
  const told = { ...report, added: { later: true }, results: report.results.map((r) => ({ ...r, added: 1 })) };
  expect(readReports([file(told)]).map((read) => read.report)).toEqual([told]);
});

test.each([
  [
    'a newer schema',
    { ...report, schema: 2 },
    'it has schema 2, of a newer xmppspec, and this one reads schema 1; take the newer',
  ],
  ['other JSON', { name: 'x' }, 'it has no "schema": 1, so it is something else'],
  [
    'a result without a verdict',
    { ...report, results: [{ ...report.results[1], outcome: 'fine' }] },
    'results.0.outcome:',
  ],
  ['a list', [], 'got a list'],
  ['null', null, 'got null'],
])('%s is told with the name of the file', (_, data, message) => {
  const name = file(data);
  expect(() => readReports([name])).toThrow(`${name}: expected a report of --reporter json=FILE; ${message}`);
});

test('every file that is no report is told', () => {
  const text = temporaryFile('text.json', 'no\nJSON');
  expect(() => readReports([text, 'no-such.json', '/tmp'])).toThrow(
    /text\.json: expected [^\n]*\nno-such\.json: expected .*there is no such file\n\/tmp: expected .*it is a directory/,
  );
});
