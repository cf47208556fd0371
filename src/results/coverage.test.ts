import { expect, test } from 'vitest';
import type { Requirement } from '../model/standard.ts';
import { failedResult, makeCase, makeResult } from '../report/report.test-kit.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/section-map.ts';
import { citedByCases, coverage, coverageData, coverageText, decidedByResults, heldInResults } from './coverage.ts';

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

test('the whole catalogue has 374 that count', () => {
  expect(coverage(all, new Set()).observable).toBe(374);
});

test('the text has a table by chapter, feature and level, and names what is missing', () => {
  expect(coverageText(coverage(few, new Set(['rfc6121-2.3.3-c'])), loadSectionTitles(), 'en')).toMatchInlineSnapshot(`
    "1 of 3 observable requirements are checked by cases (33.3 %)

    by chapter
      2  Managing the roster      1      /   2
      6  Exchanging IQ stanzas    0      /   1

    by feature
      roster-set    1      /   2
      none          0      /   1

    by level
      MUST      1      /   2
      SHOULD    0      /   1

    missing
      SHOULD  rfc6121-2-a  RFC 6121 2 · YD/T 2936 6.1
        "Keep added or changed roster items as the client supplied them whenever that is possible."
      MUST  rfc6120-8.2.3-a  RFC 6120 8.2.3 · YD/T 2936 10
        "Answer every IQ get or set with one result or error carrying the same id."

    not observable
      rfc6121-2.1.1-b  binds clients
    "
  `);
});

test('a passive requirement that no case cites counts apart, once the lint has held it against something', () => {
  const passive = new Map([...all].filter(([id]) => id === 'rfc6121-9-a'));
  const counts = (checked: readonly string[], held?: readonly string[]) => {
    const report = coverage(passive, new Set(checked), held && new Set(held));
    return [report.checked, report.passive, report.missing.length];
  };
  expect(counts([])).toEqual([0, 1, 0]);
  expect(counts(['rfc6121-9-a'])).toEqual([1, 0, 0]);
  expect(counts([], [])).toEqual([0, 0, 1]);
});

test('what cannot be observed is listed with the reason', () => {
  const { unobservable } = coverageData(coverage(all, new Set()));
  const reasonOf = (id: string) => unobservable.find((entry) => entry.id === id)?.reason;
  expect(unobservable).toHaveLength(456 - 374);
  expect(reasonOf('rfc6121-2.1.1-b')).toBe('binds clients');
  expect(reasonOf('rfc6120-10.4.3-b')).toMatch('server-to-server');
  expect(reasonOf('rfc6121-5.2.2-j')).toMatch('outside RFC 6121');
});

test('a requirement that only the lint found broken is not checked, but held', () => {
  const failure = { kind: 'passive', message: 'm' } as const;
  const check = { place: failedResult().case.place, session: '', requirements: ['rfc6121-9-a'], failure } as const;
  const result = makeResult('rfc6121/2.3/a', {
    checks: [{ ...check, verdict: 'failed' }],
    passive: { 'rfc6121-9-a': 3 },
  });
  expect([decidedByResults([result]).size, [...heldInResults([result])]]).toEqual([0, ['rfc6121-9-a']]);
});

test('checked means cited by a case, or decided in a run', () => {
  expect([...citedByCases([makeCase('rfc6121/2.3/a')])]).toEqual(['rfc6121-2.3.3-c']);
  expect([...decidedByResults([failedResult()])]).toEqual(['rfc6121-2.3.3-c']);
});
