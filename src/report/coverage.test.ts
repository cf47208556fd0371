import { expect, test } from 'vitest';
import type { Requirement } from '../model.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/section-map.ts';
import { citedByCases, coverage, coverageText, decidedByResults } from './coverage.ts';
import { failedResult, makeCase } from './report.test-kit.ts';

const all = loadRequirements();
const few = new Map(
  ['rfc6121-2.3.3-c', 'rfc6121-2.10-x', 'rfc6120-8.2.3-a', 'rfc6121-2-a', 'rfc6121-2.1.1-b'].flatMap((id) => {
    const requirement = all.get(id);
    return requirement === undefined ? [] : ([[id, requirement]] satisfies [string, Requirement][]);
  }),
);

test('only requirements that a server must keep and a tester can see count', () => {
  const { observable, checked } = coverage(few, new Set(['rfc6121-2.3.3-c', 'rfc6121-2.1.1-b', 'unknown']));
  expect({ observable, checked }).toEqual({ observable: 3, checked: 1 });
});

test('the whole catalogue has 375 that count', () => {
  expect(coverage(all, new Set()).observable).toBe(375);
});

test('the text has a table by chapter, feature and level, and names what is missing', () => {
  expect(coverageText(coverage(few, new Set(['rfc6121-2.3.3-c'])), loadSectionTitles())).toMatchInlineSnapshot(`
    "1 of 3 observable requirements are checked (33.3 %)

    by chapter
      2  Managing the roster      1 /   2
      6  Exchanging IQ stanzas    0 /   1

    by feature
      roster-set    1 /   2
      none          0 /   1

    by level
      MUST      1 /   2
      SHOULD    0 /   1

    missing
      SHOULD  rfc6121-2-a  RFC 6121 2 · YD/T 2936 6.1
        "Keep added or changed roster items as the client supplied them whenever that is possible."
      MUST  rfc6120-8.2.3-a  RFC 6120 8.2.3 · YD/T 2936 10
        "Answer every IQ get or set with one result or error carrying the same id."
    "
  `);
});

test('checked means cited by a case, or decided in a run', () => {
  expect([...citedByCases([makeCase('rfc6121/2.3/a')])]).toEqual(['rfc6121-2.3.3-c']);
  expect([...decidedByResults([failedResult()])]).toEqual(['rfc6121-2.3.3-c']);
});
