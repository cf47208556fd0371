import { expect, test } from 'vitest';
import type { Requirement } from '../model/standard.ts';
import { failedResult, makeCase, makeResult } from '../report/report.test-kit.ts';
import { loadRequirements, ownRequirement } from '../spec/requirements.ts';
import { parseXml } from '../stanza/xml.ts';
import { citedByCases, coverage, decidedByResults, heldInResults } from './coverage.ts';

const all = loadRequirements();
const few = new Map(
  ['rfc6121-2.3.3-c', 'rfc6121-2.10-x', 'rfc6120-8.2.3-a', 'rfc6121-2-a', 'rfc6121-2.1.1-b'].flatMap((id) => {
    const requirement = all.get(id);
    return requirement === undefined ? [] : ([[id, requirement]] satisfies [string, Requirement][]);
  }),
);

test('only observable requirements of servers count', () => {
  const { observable, checked } = coverage(few, new Set(['rfc6121-2.3.3-c', 'rfc6121-2.1.1-b', 'unknown']));
  expect({ observable, checked }).toEqual({ observable: 3, checked: 1 });
});

test('the catalogue has 406 observable requirements', () => {
  expect(coverage(all, new Set()).observable).toBe(406);
});

test('requirements of scenario files are counted apart from the catalogue', () => {
  const rule = { section: 'XEP-0199 4', level: 'MUST', text: 'Answer.', link: 'https://example.org/' } as const;
  const own = ['xep0199-4-a', 'xep0199-4-b'].map((id) => [id, ownRequirement({ ...rule, id })] as const);
  const report = coverage(new Map([...few, ...own]), new Set(['rfc6121-2.3.3-c', 'xep0199-4-a']));
  expect(report).toMatchObject({ observable: 3, checked: 1, own: { observable: 2, checked: 1 } });
  expect(report.features.reduce((sum, { observable }) => sum + observable, 0)).toBe(3);
  expect(report.chapters.at(-1)).toMatchObject({ of: 'XEP-0199', observable: 2, checked: 1 });
  expect(coverage(few, new Set())).not.toHaveProperty('own');
});

test('a passive requirement that no case cites is counted apart, if the lint checked it at least once', () => {
  const passive = new Map([...all].filter(([id]) => id === 'rfc6121-9-a'));
  const counts = (checked: readonly string[], held?: readonly string[]) => {
    const report = coverage(passive, new Set(checked), held && new Set(held));
    return [report.checked, report.passive, report.missing.length];
  };
  expect(counts([])).toEqual([0, 1, 0]);
  expect(counts(['rfc6121-9-a'])).toEqual([1, 0, 0]);
  expect(counts([], [])).toEqual([0, 0, 1]);
});

test('a requirement that only the lint found violated does not count as checked by a case', () => {
  const failure = { kind: 'passive', closest: parseXml('<iq/>'), fault: { kind: 'id-missing' } } as const;
  const check = { place: failedResult().case.place, session: '', requirements: ['rfc6121-9-a'], failure } as const;
  const result = makeResult('rfc6121/2.3/a', {
    checks: [{ ...check, verdict: 'failed' }],
    passive: { 'rfc6121-9-a': 3 },
  });
  expect([decidedByResults([result]).size, [...heldInResults([result])]]).toEqual([0, ['rfc6121-9-a']]);
});

test('checked means cited by a case before a run, and decided by a check after it', () => {
  expect([...citedByCases([makeCase('rfc6121/2.3/a')])]).toEqual(['rfc6121-2.3.3-c']);
  expect([...decidedByResults([failedResult()])]).toEqual(['rfc6121-2.3.3-c']);
});
