import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import { writeReport } from '../report/json.ts';
import { failedResult, makeResult } from '../report/report.test-kit.ts';
import { diffReports } from './diff.ts';
import { readCounted, readReports, readVerdicts } from './report-file.ts';
import { writtenReport } from './written-report.test-kit.ts';

const report = writtenReport([failedResult(), makeResult('rfc6121/2.3/p', { observed: ['stored'] })]);
const file = (data: unknown) => temporaryFile('report.json', JSON.stringify(data));

test('a report is read whole, and keys that the schema does not name are left out', () => {
  const [read] = readReports([file({ ...report, added: { later: true } })]);
  const pieces: string[] = [];
  if (read !== undefined) writeReport(read.report, (text) => pieces.push(text));
  expect(JSON.parse(pieces.join(''))).toEqual(report);
});

/** Changes the first result. */
const withResult = (changes: object) => ({
  ...report,
  results: report.results.map((result, at) => (at === 0 ? { ...result, ...changes } : result)),
});
const ID = 'rfc6121/2.3/set-refused[two-items]';
const entry = { atMs: 1, session: 'juliet/balcony', direction: 'received', kind: 'step' };

test.each([
  [
    'a newer schema',
    { ...report, schema: 2 },
    'the report has schema 2, and this version reads schema 1; use a newer xmppspec',
  ],
  ['other JSON', { name: 'x' }, 'the file has no "schema": 1'],
  ['an unknown outcome', withResult({ outcome: 'fine' }), `results.0.outcome (${ID}): expected "passed", "failed"`],
  [
    'a missing key',
    withResult({ lateStanzas: undefined }),
    `results.0.lateStanzas (${ID}): key "lateStanzas" is missing`,
  ],
  [
    'an unknown failure',
    withResult({ checks: [{ ...report.results[0]?.checks[0], failure: { kind: 'whim' } }] }),
    `results.0.checks.0.failure.kind (${ID}): expected "missing", "unexpected", `,
  ],
  [
    'a stanza that is no XML',
    withResult({ transcript: [{ ...entry, stanza: '<message>\u001b[2J' }] }),
    `results.0.transcript.0.stanza (${ID}): expected an element as XML: `,
  ],
  [
    'a session name that steers a terminal',
    withResult({ transcript: [{ ...entry, session: '\u001b[2J' }] }),
    `results.0.transcript.0.session (${ID}): expected a name without control characters`,
  ],
  [
    'an unclaimed stanza that is cut',
    { ...report, unclaimedStanzas: ['<a'] },
    'unclaimedStanzas.0: expected an element',
  ],
  ['a list', [], 'got a list'],
  ['null', null, 'got null'],
])('%s is a mistake with the name of the file, on one line', (_, data, message) => {
  const name = file(data);
  const read = () => readReports([name]);
  expect(read).toThrow(`${name}: expected a report of --reporter json=FILE; ${message}`);
  expect(read).toThrow(/^\P{Cc}+$/u);
});

test('a compressed report is read as one that is not, in whatever parts it was compressed', () => {
  const text = JSON.stringify(writtenReport([makeResult('rfc6121/2.3/a')]));
  const parts = [text.slice(0, 100), text.slice(100)].map((part) => gzipSync(part));
  const path = temporaryFile('report.json.gz', '');
  writeFileSync(path, Buffer.concat(parts));
  expect(readReports([path]).map(({ report }) => report.results.map(({ id }) => id))).toEqual([['rfc6121/2.3/a']]);
  writeFileSync(path, Buffer.concat(parts).subarray(0, -20));
  expect(() => readReports([path])).toThrow(path);
});

test('the mistakes of all files are reported', () => {
  const text = temporaryFile('text.json', 'no\nJSON');
  expect(() => readReports([text, 'no-such.json', '/tmp', '/dev/zero'])).toThrow(
    /text\.json: expected [^\n]*\nno-such\.json: expected .*there is no such file\n\/tmp: expected .*it is a directory\n\/dev\/zero: expected .*it is a device/,
  );
});

test('the parts for tables are read without the XML', () => {
  const [read] = readCounted([file(withResult({ transcript: [{ ...entry, stanza: '<' }] }))]);
  expect(read?.report.results[0]).toMatchObject({ id: ID, checks: [{ failure: { kind: 'missing' } }] });
  expect(read?.report.results[0]).not.toHaveProperty('transcript');
});

/** A report as versions before the first release wrote it: other keys, other kinds of failures, other XML. */
const early = {
  schema: 1,
  tool: { name: 'xmppspec', version: '0.1.0' },
  target: { name: 'prosody', software: 'Prosody', version: '0.12.3', domain: 'localhost', features: ['roster-get'] },
  startedAt: '2025-01-02T03:04:05.000Z',
  rerun: '-t prosody',
  summary: { cases: 1, passed: 0, failed: 1, late: 0, excused: 1 },
  results: [
    {
      id: ID,
      outcome: 'failed',
      requirements: [{ id: 'rfc6121-2.3.3-c', level: 'MUST', verdict: 'passed' }],
      observed: [],
      excused: 'bug 1',
      late: 0,
      checks: [{ failure: { kind: 'departs', message: 'x', expected: '<iq> ... (cut, 9000 characters in all)' } }],
    },
  ],
  strays: [],
};

test('an earlier report can be compared, by the keys that stay the same', () => {
  const [old, now] = readVerdicts([file(early), file(report)]);
  const { cases } = diffReports(old!.report, now!.report);
  const change = { id: 'rfc6121-2.3.3-c', level: 'MUST', old: 'passed', new: 'failed' };
  expect(cases).toMatchObject([
    { id: ID, change: 'worse', requirements: [change] },
    { id: 'rfc6121/2.3/p', change: 'new' },
  ]);
  expect(() => readReports([file(early)])).toThrow('expected a report');
});
