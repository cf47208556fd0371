import { expect, test } from 'vitest';
import type { CaseResult, RequirementVerdict, Verdict } from '../model/result.ts';
import { brokenResult, info, makeCase, makeResult, requirements, runFinished } from '../report/report.test-kit.ts';
import { featureReports } from './feature-report.ts';

const LEVELS = { passed: 'MUST', failed: 'MUST', warned: 'SHOULD' } as const;

/** A case that decides requirements of roster-set (2.3.3) or roster-get (2.1.4) so. */
function decided(id: string, verdicts: Readonly<Record<string, Verdict>>, changes: Partial<CaseResult> = {}) {
  const list = Object.entries(verdicts).map(
    ([name, verdict]): RequirementVerdict => ({ id: `rfc6121-${name}`, level: LEVELS[verdict], verdict }),
  );
  const aCase = makeCase(`rfc6121/2.3.3/${id}`, { requirements: list.map((requirement) => requirement.id) });
  return makeResult(aCase.id, { case: aCase, requirements: list, ...changes });
}

function report(feature: string, results: readonly CaseResult[], offered: readonly string[] = ['roster-get']) {
  const told = { ...info, target: { ...info.target, features: offered } };
  const { features } = featureReports({ ...runFinished(results), info: told }, requirements);
  return features.find((entry) => entry.feature === feature)!;
}

test('a feature whose checked requirements all hold is supported', () => {
  const { verdict, requirements: counts } = report('roster-set', [decided('a', { '2.3.3-c': 'passed' })]);
  expect([verdict, counts.checked, counts.kept]).toEqual(['supported', 1, 1]);
});

test('a requirement that fails in one case makes the feature partly supported', () => {
  const results = [
    decided('a', { '2.3.3-c': 'passed', '2.3.3-d': 'passed' }),
    decided('b', { '2.3.3-c': 'failed' }),
    decided('c', { '2.3.3-c': 'failed' }),
  ];
  const { verdict, requirements: counts, cases, notKept } = report('roster-set', results);
  expect([verdict, counts.checked, counts.kept]).toEqual(['partly', 2, 1]);
  expect(cases).toEqual({ passed: 1, failed: 2, warned: 0, skipped: 0, broken: 0 });
  expect(notKept).toMatchInlineSnapshot(`
    [
      {
        "cases": [
          "rfc6121/2.3.3/b",
          "rfc6121/2.3.3/c",
        ],
        "id": "rfc6121-2.3.3-c",
        "known": undefined,
        "level": "MUST",
        "rfc": "2.3.3",
        "text": "Return <bad-request/> when the set holds more than one item.",
        "verdict": "failed",
        "ydt": "6.4.3",
      },
    ]
  `);
});

test('a feature of which no checked requirement holds is not supported, unless only SHOULDs were checked', () => {
  expect(report('roster-set', [decided('b', { '2.3.3-c': 'failed' })]).verdict).toBe('not supported');
  expect(report('roster-set', [decided('b', { '2.3.3-c': 'warned' })]).verdict).toBe('partly');
});

test('a feature that the server does not announce is not supported, even without a case', () => {
  const results = [decided('a', { '2.3.3-c': 'passed' })];
  const { verdict, announced } = report('presence-sub-preapproval', results);
  expect([verdict, announced]).toEqual(['not supported', false]);
});

test('a server that was never reached has not been tested', () => {
  const { verdict, cases } = report('roster-set', [brokenResult('rfc6121/2.3.3/a')], []);
  expect([verdict, cases.broken]).toEqual(['not tested', 1]);
  expect(report('roster-version', [brokenResult('rfc6121/2.3.3/a')], []).verdict).toBe('not tested');
});

test('a case counts for a feature by its verdicts on that feature', () => {
  const results = [decided('a', { '2.3.3-c': 'failed', '2.1.4-a': 'passed' }, { outcome: 'failed' })];
  const { cases } = report('roster-get', results);
  expect([cases.passed, cases.failed]).toEqual([1, 0]);
});

test('a requirement is a known failure only if the baseline lists it in each case', () => {
  const excused = decided('a', { '2.3.3-c': 'failed' }, { outcome: 'failed', knownFailure: 'bug 2' });
  expect(report('roster-set', [excused]).notKept[0]?.known).toBe('bug 2');
  const other = decided('b', { '2.3.3-c': 'failed' }, { outcome: 'failed' });
  expect(report('roster-set', [excused, other]).notKept[0]?.known).toBeUndefined();
});

test('a requirement that only the lint checked counts as kept, but does not show support', () => {
  const { verdict, requirements: counts } = report('roster-push', [
    makeResult('rfc6121/2.3.3/a', { passive: { 'rfc6121-2.1.6-a': 3, 'rfc6121-2.1.6-d': 0 } }),
  ]);
  expect([counts.checked, counts.kept, counts.passive, verdict]).toEqual([1, 1, 1, 'not tested']);
});

test('a MAY that an earlier version warned of does not count', () => {
  const requirements = [{ id: 'rfc6121-3.4-a', level: 'MAY', verdict: 'warned' }] as const;
  const results = [decided('a', {}, { requirements })];
  const { requirements: counts, notKept } = report('presence-sub-preapproval', results);
  expect([counts.checked, counts.kept, notKept]).toEqual([0, 0, []]);
});

test('a case of another specification adds nothing to a feature, whatever rules it cites', () => {
  const own = decided('a', { '2.3.3-c': 'failed' }, { outcome: 'failed' });
  const elsewhere = { ...own, case: { ...own.case, section: 'XEP-0313 4.1' } };
  const { verdict, requirements: counts, cases } = report('roster-set', [elsewhere]);
  expect([verdict, counts.checked, cases.failed]).toEqual(['not tested', 0, 0]);
  expect(report('roster-set', [elsewhere, decided('b', { '2.3.3-c': 'passed' })]).verdict).toBe('supported');
});

test('failures come before warnings', () => {
  const { notKept } = report('roster-set', [decided('a', { '2.3.2-a': 'warned', '2.3.3-c': 'failed' })]);
  expect(notKept.map(({ verdict }) => verdict)).toEqual(['failed', 'warned']);
});
