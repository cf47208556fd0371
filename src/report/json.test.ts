import { expect, test } from 'vitest';
import { createJsonReporter } from './json.ts';
import { brokenResult, failedResult, makeResult, written } from './report.test-kit.ts';

const read = (...results: Parameters<typeof written>[1][number][]) =>
  JSON.parse(written(createJsonReporter, results)) as Record<string, unknown> & { results: Record<string, unknown>[] };

test('the report has the shape that others parse', () => {
  const { results, ...rest } = read(failedResult(), makeResult('rfc6121/2.3/p', { observed: ['stored'] }));
  expect(rest).toMatchInlineSnapshot(`
    {
      "coverage": {
        "checked": 1,
        "observable": 375,
      },
      "jobs": 8,
      "schema": 1,
      "spec": {
        "requirements": 456,
        "rfc": "RFC 6121",
        "ydt": "YD/T 2936-2015",
      },
      "stale": [],
      "startedAt": "2025-01-02T03:04:05.000Z",
      "strays": [],
      "strict": false,
      "summary": {
        "broken": 0,
        "cases": 2,
        "checks": 1,
        "durationMs": 1234,
        "excused": 0,
        "expired": 1,
        "failed": 1,
        "late": 0,
        "passed": 1,
        "skipped": 0,
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
    }
  `);
  expect(results[1]).toMatchInlineSnapshot(`
    {
      "checks": [],
      "durationMs": 12,
      "id": "rfc6121/2.3/p",
      "late": 0,
      "observed": [
        "stored",
      ],
      "outcome": "passed",
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

test('a failed check keeps what was expected, what came, and the place', () => {
  expect(read(failedResult()).results[0]?.['checks']).toMatchInlineSnapshot(`
    [
      {
        "failure": {
          "closest": "<iq type="result" id="bad.k3" to="\${juliet/balcony}"/>",
          "difference": {
            "actual": ""result"",
            "expected": ""error"",
            "path": "iq@type",
          },
          "expected": "<iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>",
          "kind": "missing",
          "message": "juliet/balcony did not receive the stanza expected",
        },
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

test('transcripts are of cases that did not pass', () => {
  const { results } = read(failedResult(), makeResult('rfc6121/2.3/p'));
  expect(results.map((result) => 'transcript' in result)).toEqual([true, false]);
});

test('characters that steer a terminal are escaped and read back as they were', () => {
  const reason = 'a\u001b[31m\u009b\u202e\u{e0001}';
  const text = written(createJsonReporter, [brokenResult('rfc6121/2.3/b', reason)]);
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(text).results[0].reason).toBe(reason);
});
