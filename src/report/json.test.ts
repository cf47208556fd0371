import { expect, test } from 'vitest';
import type { Report } from '../results/report-schema.ts';
import { reportOn } from '../results/written-report.test-kit.ts';
import { createJsonReporter, writeReport } from './json.ts';
import { brokenResult, failedResult, makeCase, makeResult, written } from './report.test-kit.ts';

const read = (...results: Parameters<typeof written>[1][number][]) =>
  JSON.parse(written(createJsonReporter, results)) as Record<string, unknown> & { results: Record<string, unknown>[] };

test('writes the keys that other programs parse', () => {
  const { results, features, latitude, ...rest } = read(
    failedResult(),
    makeResult('rfc6121/2.3/p', { observed: ['stored'] }),
  );
  expect([features, latitude]).toEqual([expect.any(Array), expect.any(Array)]);
  expect(rest).toMatchInlineSnapshot(`
    {
      "coverage": {
        "checked": 1,
        "observable": 406,
        "passive": 0,
      },
      "jobs": 8,
      "moduleTraffic": {},
      "rerun": [
        "-t",
        "prosody",
      ],
      "schema": 1,
      "spec": {
        "requirements": 490,
        "rfc": "RFC 6121",
        "ydt": "YD/T 2936-2015",
      },
      "staleBaseline": [],
      "startedAt": "2025-01-02T03:04:05.000Z",
      "strict": false,
      "summary": {
        "broken": 0,
        "cases": 2,
        "checks": 1,
        "durationMs": 1234,
        "expiredWaits": 1,
        "failed": 1,
        "knownFailures": 0,
        "lateStanzas": 0,
        "passed": 1,
        "skipped": 0,
        "waits": {},
        "warned": 0,
      },
      "target": {
        "domain": "localhost",
        "features": [
          "roster-get",
        ],
        "name": "prosody",
        "software": "Prosody",
        "version": "0.12.3",
      },
      "tool": {
        "name": "xmppspec",
        "version": "0.1.0",
      },
      "unclaimedStanzas": [],
      "unexplainedTraffic": [],
    }
  `);
  expect(results[1]).toMatchInlineSnapshot(`
    {
      "checks": [],
      "citedRequirements": [
        "rfc6121-2.3.3-c",
      ],
      "durationMs": 12,
      "id": "rfc6121/2.3/p",
      "lateStanzas": 0,
      "observed": [
        "stored",
      ],
      "outcome": "passed",
      "passive": {},
      "place": {
        "col": 9,
        "file": "scenarios/rfc6121/2.3/set-refused.yaml",
        "line": 12,
      },
      "requirements": [],
      "section": "2.3",
      "title": "A roster set is refused",
      "topology": "local",
    }
  `);
});

test('a failed check has expected and received stanza and its place', () => {
  expect(read(failedResult()).results[0]?.['checks']).toMatchInlineSnapshot(`
    [
      {
        "causeAt": 1,
        "closestAt": {
          "entry": 4,
          "path": [],
        },
        "failure": {
          "closest": "<iq type="result" id="bad.k3" to="juliet-k3@localhost/balcony"/>",
          "difference": {
            "actual": {
              "kind": "value",
              "value": "result",
            },
            "expected": {
              "kind": "value",
              "value": "error",
            },
            "path": "iq@type",
          },
          "expected": "<iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>",
          "isOutOfOrder": false,
          "kind": "missing",
        },
        "message": "juliet/balcony did not receive the expected stanza",
        "place": {
          "col": 9,
          "file": "scenarios/rfc6121/2.3/set-refused.yaml",
          "line": 12,
        },
        "requirements": [
          "rfc6121-2.3.3-c",
        ],
        "session": "juliet/balcony",
        "verdict": "failed",
      },
    ]
  `);
});

test('lists the requirements of a case that differ from the decided ones', () => {
  const { results } = read(brokenResult('rfc6121/2.3/b'), failedResult());
  expect(results.map(({ citedRequirements }) => citedRequirements)).toEqual([['rfc6121-2.3.3-c'], undefined]);
});

test('a case with a transcript lists its actors, their JIDs and its given state', () => {
  const sessions = [{ ref: 'juliet/balcony', resource: 'balcony', roster: true, answers: true, atStart: true }];
  const actors = [{ name: 'juliet', account: 'fresh', isRemote: false, sessions }];
  const failed = failedResult('rfc6121/2.3/f');
  const state = { user: 'juliet', contact: 'romeo', state: 'To' };
  const given = { ...state, place: failed.case.place };
  const { results } = read({ ...failed, case: { ...failed.case, actors, given } }, makeResult('rfc6121/2.3/p'));
  expect(results.map(({ actors, jids, given }) => [actors, jids, given])).toEqual([
    [[{ name: 'juliet', account: 'fresh', isRemote: false, sessions: ['juliet/balcony'] }], failed.jids, state],
    [undefined, undefined, undefined],
  ]);
});

test('a stopped run lists the cases that did not run', () => {
  const result = makeResult('rfc6121/2.3/p');
  const details = { cases: [result.case, makeCase('rfc6121/2.3/left')] };
  const { notRun } = JSON.parse(written(createJsonReporter, [result], details));
  expect(notRun).toMatchObject([{ id: 'rfc6121/2.3/left', section: '2.3', requirements: ['rfc6121-2.3.3-c'] }]);
});

test('writes transcripts of cases that did not pass', () => {
  const { results } = read(failedResult(), makeResult('rfc6121/2.3/p'));
  expect(results.map((result) => 'transcript' in result)).toEqual([true, false]);
});

test('escapes control characters, which parse back unchanged', () => {
  const reason = 'a\u001b[31m\u009b\u202e\u{e0001}';
  const text = written(createJsonReporter, [brokenResult('rfc6121/2.3/b', reason)]);
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(text).results[0].reason).toBe(reason);
});

test('each of the 17 features has a verdict', () => {
  const features = read(failedResult())['features'] as Record<string, unknown>[];
  expect(features).toHaveLength(17);
  expect(features.find(({ feature }) => feature === 'roster-set')).toMatchInlineSnapshot(
    { requirements: { observable: expect.any(Number) } },
    `
    {
      "cases": {
        "broken": 0,
        "failed": 1,
        "passed": 0,
        "skipped": 0,
        "warned": 0,
      },
      "feature": "roster-set",
      "level": "MUST",
      "notKept": [
        {
          "cases": [
            "rfc6121/2.3/set-refused[two-items]",
          ],
          "id": "rfc6121-2.3.3-c",
          "level": "MUST",
          "rfc": "2.3.3",
          "text": "Return <bad-request/> when the set holds more than one item.",
          "verdict": "failed",
          "ydt": "6.4.3",
        },
      ],
      "requirements": {
        "checked": 1,
        "kept": 0,
        "observable": Any<Number>,
        "passive": 0,
      },
      "verdict": "not supported",
    }
  `,
  );
});

test('lists the observed choices by scenario', () => {
  const { latitude } = read(makeResult('rfc6121/2.3/p[a]', { observed: ['stored'] }));
  expect(latitude).toMatchObject([{ scenario: 'rfc6121/2.3/p', choices: [{ observed: 'stored' }] }]);
});

test('names the table cell of a case', () => {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const { results } = read(makeResult('rfc6121/8.5/d', { case: makeCase('rfc6121/8.5/d', { cell }) }));
  expect(results[0]?.['cell']).toEqual(cell);
});

test.each([
  ['no result', []],
  ['several results', [failedResult(), makeResult('rfc6121/2.3/p')]],
])('a report of %s is laid out as one document', (_, results) => {
  const text = written(createJsonReporter, results);
  expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
});

test('a report that is too long leaves out the transcripts of later cases, and counts them', () => {
  const ids = ['a', 'b', 'c'].map((name) => `rfc6121/2.3/${name}`);
  const report = reportOn(ids.map((id) => failedResult(id)));
  const pieces: string[] = [];
  writeReport({ ...report, transcriptsLeftOut: 1 }, (text) => pieces.push(text), 4000);
  const { results, transcriptsLeftOut } = JSON.parse(pieces.join('')) as Report;
  expect(results.map(({ transcript }) => transcript !== undefined)).toEqual([true, false, false]);
  expect(results[1]?.checks[0]).not.toHaveProperty('closestAt');
  expect(transcriptsLeftOut).toBe(3);
});
