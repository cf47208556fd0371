import { expect, test } from 'vitest';
import { departureOf } from '../../failures/kinds.ts';
import type { Failure } from '../../model/failure.ts';
import type { RuleFinding } from '../../model/finding.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { Level } from '../../model/standard.ts';
import { brokenResult, entry, failedResult, makeResult, place } from '../../report/report.test-kit.ts';
import { parseXml } from '../../stanza/xml.ts';
import { FAILURE_SAMPLES } from '../../wording/samples.test-kit.ts';
import { ruleKey } from './finding-key.ts';
import { findingsOf, ruleFindings } from './findings.ts';

const unavailable = parseXml('<presence type="unavailable"/>');
const missing: Failure = { kind: 'missing', isOutOfOrder: false, expected: unavailable };
const unexpected: Failure = { kind: 'unexpected', closest: unavailable, allowed: [] };
const took = (outcome: string): Failure => ({ kind: 'violates', outcome, permitted: [] });

interface Broken {
  readonly rule?: string;
  readonly level?: Level;
  readonly failure?: Failure;
  readonly check?: Partial<CheckResult>;
}

/** A case that breaks these rules, each in a step of its own. */
function breaking(id: string, rules: readonly Broken[], changes: Partial<CaseResult> = {}): CaseResult {
  const all = rules.map(({ rule = 'rfc6121-3.2.2-c', level = 'MUST', failure = missing, check }, at) => {
    const verdict = level.startsWith('MUST') && check?.disputed === undefined ? 'failed' : 'warned';
    const where = { place: { ...place, line: at + 1 }, session: 'romeo/orchard' };
    return {
      check: { ...where, requirements: [rule], verdict, failure, ...check } as CheckResult,
      rule,
      level,
      verdict,
    };
  });
  return makeResult(id, {
    outcome: all.some(({ verdict }) => verdict === 'failed') ? 'failed' : 'warned',
    checks: all.map(({ check }) => check),
    requirements: all.map(({ rule, level, verdict }) => ({ id: rule, level, verdict: verdict as 'failed' })),
    ...changes,
    transcript: changes.transcript?.entries ?? [entry({})],
  });
}

const keys = (results: readonly CaseResult[]) => findingsOf(results).map(({ key }) => key);
const first = (results: readonly CaseResult[]) => ruleFindings(results)[0] as RuleFinding;

test('cases that break one rule in one way are one finding, with their ids', () => {
  const finding = first([breaking('a', [{}]), makeResult('p'), breaking('b', [{}])]);
  expect(finding).toMatchObject({ key: '3.2.2-c/missing-presence-unavailable', cases: ['a', 'b'], level: 'MUST' });
});

test('a finding says how many cases that ran check its rule', () => {
  const rules = { requirements: [{ id: 'rfc6121-3.2.2-c', level: 'MUST', verdict: 'passed' }] } as const;
  const passed = makeResult('p', rules);
  const passive = makeResult('q', { passive: { 'rfc6121-3.2.2-c': 4 } });
  const others = [makeResult('r'), makeResult('s', { ...rules, outcome: 'skipped' }), brokenResult('t')];
  expect(first([breaking('a', [{}]), passed, passive, ...others]).checkedCases).toBe(3);
});

test('every kind of failure has the words in keys that links and notes already have', () => {
  const keyOf = (failure: Failure) => ruleKey({ requirement: 'rfc6121-2-a', departure: departureOf(failure) });
  expect(FAILURE_SAMPLES.map((failure) => keyOf(failure).replace('2-a/', ''))).toEqual([
    'missing-stanza',
    'order-stanza',
    'unexpected-message',
    'repeated-message',
    'differs-iq.type',
    'outcome',
    'roster-missing',
    'roster-differs',
    'roster-unexpected',
    'state',
    'state-subscription',
    'state',
    'no-feature',
    'feature',
    'id-missing',
    'stream-ended-internal-server-error-message',
    'stream-ended--message',
    'comment',
  ]);
});

test('another way of breaking the rule is another finding', () => {
  expect(keys([breaking('a', [{}]), breaking('b', [{ failure: unexpected }])])).toEqual([
    '3.2.2-c/missing-presence-unavailable',
    '3.2.2-c/unexpected-presence-unavailable',
  ]);
});

test('within a case only the first failure for a rule counts: what follows may come of it', () => {
  expect(keys([breaking('a', [{}, { failure: unexpected }])])).toEqual(['3.2.2-c/missing-presence-unavailable']);
});

test('a failure comes before a warning for the same rule that precedes it', () => {
  const disputed = [{ requirement: 'rfc6121-3.2.2-c', ruling: 'R1' }];
  const finding = first([breaking('a', [{ check: { disputed } }, { failure: unexpected }])]);
  expect(finding).toMatchObject({ verdict: 'failed', departure: { kind: 'unexpected' } });
});

test('the outcomes that a rule forbids are one finding, which names each with its cases', () => {
  const results = ['O', 'D', 'O'].map((outcome, at) => breaking(`c${at}`, [{ failure: took(outcome) }]));
  expect(first(results).outcomes).toEqual([
    { by: 'O', cases: ['c0', 'c2'] },
    { by: 'D', cases: ['c1'] },
  ]);
});

test('rules that the same stanzas break are one finding, under the strictest of them', () => {
  const both = breaking('a', [
    { rule: 'rfc6121-4.6.1-e', level: 'SHOULD', check: { place } },
    { rule: 'rfc6121-3.2.2-c', check: { place } },
  ]);
  expect(first([both])).toMatchObject({ requirement: 'rfc6121-3.2.2-c', also: ['rfc6121-4.6.1-e'] });
  expect(ruleFindings([both])).toHaveLength(1);
});

test('failures stand before warnings, a MUST before a SHOULD, new before known, many cases before few', () => {
  const ruled = (rule: string) => [{ requirement: rule, ruling: 'R1' }];
  const results = [
    breaking('should', [{ rule: 'rfc6121-1-a', level: 'SHOULD' }]),
    breaking('disputed', [{ rule: 'rfc6121-1-b', check: { disputed: ruled('rfc6121-1-b') } }]),
    breaking('known', [{ rule: 'rfc6121-1-c' }], { knownFailure: 'bug 7' }),
    breaking('known too', [{ rule: 'rfc6121-1-c' }], { knownFailure: 'bug 7' }),
    breaking('one', [{ rule: 'rfc6121-1-d' }]),
    breaking('two', [{ rule: 'rfc6121-1-e' }]),
    breaking('two more', [{ rule: 'rfc6121-1-e' }]),
  ];
  expect(ruleFindings(results).map(({ requirement }) => requirement.at(-1))).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('a finding says which cases the baseline excuses and why, and which a ruling disputes', () => {
  const disputed = [{ requirement: 'rfc6121-3.2.2-c', ruling: 'R1' }];
  const results = [
    breaking('a', [{}], { knownFailure: 'bug 7' }),
    breaking('b', [{ check: { disputed } }]),
    breaking('c', [{}]),
  ];
  expect(first(results)).toMatchObject({
    known: [{ by: 'bug 7', cases: ['a'] }],
    newCases: ['b', 'c'],
    disputed: [{ by: 'R1', cases: ['b'] }],
  });
});

test('a case with a known and a new failure shows one new finding, also where both break one rule', () => {
  const known = { check: { knownFailure: 'bug 7' } };
  const newOf = (rules: readonly Broken[]) =>
    ruleFindings([breaking('a', rules)])
      .filter(({ newCases }) => newCases.length > 0)
      .map(({ key, known }) => [key, known]);
  const other = { rule: 'rfc6121-4.6.1-e', failure: unexpected };
  expect(newOf([known, other])).toEqual([['4.6.1-e/unexpected-presence-unavailable', []]]);
  expect(newOf([known, { failure: unexpected }])).toEqual([['3.2.2-c/unexpected-presence-unavailable', []]]);
  expect(newOf([known])).toEqual([]);
});

test('a fault is shown by a new failure before known ones', () => {
  const known = { rule: 'rfc6121-3.2.2-c', failure: took('O'), check: { knownFailure: 'bug 7' } };
  const fresh = { rule: 'rfc6121-3.2.2-c', failure: took('D') };
  const finding = first([breaking('a', [known]), breaking('b', [known]), breaking('c', [fresh])]);
  expect([finding.example.result.case.id, finding.newCases, finding.cases]).toEqual(['c', ['c'], ['a', 'b', 'c']]);
});

test('of a pair, each server at fault has findings of its own', () => {
  const results = (['A', 'B'] as const).map((side) => breaking(side, [{ check: { blame: { kind: 'sent', side } } }]));
  expect(ruleFindings(results).map(({ key, side }) => [key, side])).toEqual([
    ['3.2.2-c/missing-presence-unavailable/A', 'A'],
    ['3.2.2-c/missing-presence-unavailable/B', 'B'],
  ]);
});

test('what only a pair shows stands first', () => {
  const alone = (['A', 'B'] as const).map(
    (side) => ({ side, case: 'x', outcome: 'passed', requirements: [] }) as const,
  );
  const results = [breaking('a', [{}]), breaking('b', [{ rule: 'rfc6121-4.6.1-e', level: 'SHOULD' }], { alone })];
  expect(first(results)).toMatchObject({ onlyInPair: ['b'] });
});

test('the example is the shortest that fails, has its transcript, and is not excused', () => {
  const long = { transcript: { entries: [entry({}), entry({}), entry({})] } };
  const results = [
    breaking('known', [{}], { knownFailure: 'bug 7' }),
    breaking('long', [{}], long),
    breaking('short', [{}], { transcript: { entries: [entry({}), entry({})] } }),
    breaking('no transcript', [{}], { transcript: { entries: [] } }),
  ];
  expect(first(results).example.result.case.id).toBe('short');
});

test('broken cases, late ones and unexplained traffic are findings of their own kinds', () => {
  const stanza = parseXml('<message type="headline"><event xmlns="urn:x"/></message>');
  const results = [
    brokenResult('a'),
    {
      ...brokenResult('b'),
      reason: { kind: 'fence-lost', session: 's', cause: { kind: 'other', message: '' } } as const,
    },
    { ...brokenResult('c'), reason: { kind: 'came-late', lagMs: 4 } as const },
    makeResult('d', { unexplained: [{ session: 'juliet/balcony', stanza, count: 3 }] }),
    failedResult('e'),
  ];
  expect(findingsOf(results).map(({ kind, key, cases }) => [kind, key, cases])).toEqual([
    ['rule', '2.3.3-c/differs-iq.type', ['e']],
    ['broken', 'broken/no-accounts-other', ['a']],
    ['broken', 'broken/fence-lost-other', ['b']],
    ['late', 'late', ['c']],
    ['traffic', 'traffic/message-headline-event', ['d']],
  ]);
});

test('a key holds no letter that a shell or an address escapes, and is bounded, whatever a server sends', () => {
  const hostile = parseXml(`<iq type="$(x) ; '&amp;"><a.b xmlns="urn:x"/></iq>`);
  const long = parseXml(`<iq type="${'x'.repeat(500)}"/>`);
  const results = [hostile, long].map((closest, at) =>
    breaking(`c${at}`, [{ failure: { kind: 'unexpected', closest, allowed: [] } }]),
  );
  for (const key of keys(results)) expect(key).toMatch(/^[A-Za-z0-9./-]{1,70}$/);
});

test('a report without failures has no findings', () => {
  expect(findingsOf([makeResult('a'), makeResult('b', { outcome: 'skipped' })])).toEqual([]);
});
