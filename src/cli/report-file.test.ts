import { expect, test } from 'vitest';
import { failedResult, makeResult } from '../report/report.test-kit.ts';
import { reportOf } from '../report/report-data.test-kit.ts';
import { temporaryFile } from './cli.test-kit.ts';
import { readReports } from './report-file.ts';

const report = reportOf([failedResult(), makeResult('rfc6121/2.3/p', { observed: ['stored'] })]);
const file = (data: unknown) => temporaryFile('report.json', JSON.stringify(data));

test('a report is read back as it was written, with keys that nobody here knows', () => {
  const told = { ...report, added: { later: true }, results: report.results.map((r) => ({ ...r, added: 1 })) };
  expect(readReports([file(told)]).map((read) => read.report)).toEqual([told]);
});

test.each([
  ['another schema', { ...report, schema: 2 }, 'schema: invalid input: expected 1'],
  [
    'a result without a verdict',
    { ...report, results: [{ ...report.results[1], outcome: 'fine' }] },
    'results.0.outcome:',
  ],
  ['a list', [], 'it: invalid input: expected object, received array'],
])('%s is told with the name of the file', (_, data, message) => {
  const name = file(data);
  expect(() => readReports([name])).toThrow(`${name}: expected a report of --reporter json=FILE; ${message}`);
});

test('every file that is no report is told', () => {
  const text = temporaryFile('text.json', 'no JSON');
  expect(() => readReports([text, 'no-such.json'])).toThrow(
    /text\.json: expected .*\nno-such\.json: expected .*ENOENT/,
  );
});
