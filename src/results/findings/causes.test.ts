import { expect, test } from 'vitest';
import type { Failure } from '../../model/failure.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import { entry, makeResult, place } from '../../report/report.test-kit.ts';
import { parseXml } from '../../stanza/xml.ts';
import { ruleFindings } from './findings.ts';

const jids = { juliet: 'j@a', 'juliet/balcony': 'j@a/x', romeo: 'r@a', 'romeo/orchard': 'r@a/y' };
const missing = (xml: string): Failure => ({ kind: 'missing', isOutOfOrder: false, expected: parseXml(xml) });
const unexpected = (xml: string): Failure => ({ kind: 'unexpected', closest: parseXml(xml), allowed: [] });

interface Row {
  readonly rules: readonly string[];
  readonly failure: Failure;
  /** What juliet sends; romeo fails to see what he must. */
  readonly sent?: string;
  readonly line?: number;
}

/** A case that does not meet rules after one stanza; each row is a check. */
function caseOf(id: string, rows: readonly Row[]): CaseResult {
  const sent = rows[0]?.sent ?? '<presence type="subscribed" to="r@a"/>';
  const act = entry({ session: 'juliet/balcony', direction: 'sent', kind: 'step', stanza: parseXml(sent) });
  const checks = rows.map(({ rules, failure, line = 1 }, at): CheckResult => {
    const where = { place: { ...place, line: 10 * line + at }, session: 'romeo/orchard' };
    return { ...where, requirements: rules, verdict: 'failed', failure, cause: act };
  });
  const requirements = [...new Set(rows.flatMap(({ rules }) => rules))];
  return makeResult(id, {
    outcome: 'failed',
    checks,
    requirements: requirements.map((rule) => ({ id: rule, level: 'MUST', verdict: 'failed' })),
    transcript: [act],
    jids,
  });
}

/** The keys of the parts of each finding. */
const faults = (...results: readonly CaseResult[]) =>
  ruleFindings(results).map(({ parts }) => parts.map(({ key }) => key));

const GONE = missing('<presence type="unavailable" from="j@a/x"/>');
const RELAYED = missing('<presence type="subscribed" from="j@a"/>');

test('two rules that are not met by the same departure after the same stanza are one fault', () => {
  const results = [
    caseOf('a', [{ rules: ['rfc6121-3.2.2-e'], failure: GONE }]),
    caseOf('b', [{ rules: ['rfc6121-3.2.2-f'], failure: GONE, line: 7 }]),
  ];
  expect(faults(...results)).toEqual([
    ['3.2.2-e/missing-presence-unavailable', '3.2.2-f/missing-presence-unavailable'],
  ]);
});

test('the same departure after another stanza is another fault, as is another departure after the same', () => {
  const sent = '<presence type="unsubscribe" to="r@a"/>';
  const one = caseOf('a', [{ rules: ['rfc6121-3.2.2-e'], failure: GONE }]);
  expect(faults(one, caseOf('b', [{ rules: ['rfc6121-3.3.3-e'], failure: GONE, sent, line: 7 }]))).toHaveLength(2);
  expect(faults(one, caseOf('b', [{ rules: ['rfc6121-3.3.3-e'], failure: RELAYED, line: 7 }]))).toHaveLength(2);
});

test('one rule that is not met in two ways after the same stanza is one fault', () => {
  const push = unexpected('<iq type="set"><query xmlns="jabber:iq:roster"/></iq>');
  const results = [
    caseOf('a', [{ rules: ['rfc6121-A.2.3-d'], failure: push }]),
    caseOf('b', [{ rules: ['rfc6121-A.2.3-d'], failure: unexpected('<presence from="j@a/x"/>'), line: 7 }]),
  ];
  expect(faults(...results)).toEqual([['A.2.3-d/unexpected-iq-set-roster', 'A.2.3-d/unexpected-presence']]);
});

test('what is missing and what is too much are two faults of one rule', () => {
  const results = [
    caseOf('a', [{ rules: ['rfc6121-4.2.2-b'], failure: missing('<presence from="j@a/x"/>') }]),
    caseOf('b', [{ rules: ['rfc6121-4.2.2-b'], failure: unexpected('<presence from="j@a/x"/>'), line: 7 }]),
  ];
  expect(faults(...results)).toHaveLength(2);
});

test('a check that cites two rules joins cases that show one of them', () => {
  const bad = (condition: string) => missing(`<iq type="error"><error><${condition}/></error></iq>`);
  const set = '<iq type="set"><query xmlns="jabber:iq:roster"/></iq>';
  const results = [
    caseOf('a', [{ rules: ['rfc6121-2.3.3-d'], failure: bad('bad-request'), sent: set }]),
    caseOf('b', [{ rules: ['rfc6121-2.3.3-f'], failure: bad('not-acceptable'), sent: set, line: 2 }]),
    caseOf('c', [{ rules: ['rfc6121-2.4.3-a', 'rfc6121-2.3.3-d'], failure: bad('bad-request'), sent: set, line: 3 }]),
    caseOf('d', [
      { rules: ['rfc6121-2.4.3-a', 'rfc6121-2.3.3-f'], failure: bad('not-acceptable'), sent: set, line: 3 },
    ]),
  ];
  const [finding] = ruleFindings(results);
  expect(ruleFindings(results)).toHaveLength(1);
  expect([finding?.requirement, finding?.also.toSorted(), finding?.cases]).toEqual([
    'rfc6121-2.3.3-d',
    ['rfc6121-2.3.3-f', 'rfc6121-2.4.3-a'],
    ['a', 'b', 'c', 'd'],
  ]);
});

test('stanzas that a server must not send after one act are one fault if they always come together', () => {
  const push = unexpected('<iq type="set"><query xmlns="jabber:iq:roster"/></iq>');
  const leak = unexpected('<presence from="j@a/x"/>');
  const both = caseOf('a', [
    { rules: ['rfc6121-A.2.3-d'], failure: push },
    { rules: ['rfc6121-11-b'], failure: leak },
  ]);
  expect(faults(both)).toHaveLength(1);
});

test('two answers that are not relayed are one fault', () => {
  const lost = (type: string) => ({
    failure: missing(`<presence type="${type}" from="j@a"/>`),
    sent: `<presence type="${type}" to="r@a"/>`,
  });
  const results = [
    caseOf('a', [{ rules: ['rfc6121-3.1.6-b'], ...lost('subscribed') }]),
    caseOf('b', [{ rules: ['rfc6121-3.3.3-b'], ...lost('unsubscribe'), line: 7 }]),
  ];
  expect(faults(...results)).toHaveLength(1);
});

test('a lost request is one fault, whatever led to it, and no part of another', () => {
  const state = (kind: 'request' | 'subscription'): Failure => ({
    kind: 'state',
    user: 'romeo',
    contact: 'juliet',
    found: { name: 'None' },
    states: ['None + Pending In'],
    differences: kind === 'request' ? [{ kind, seen: false }] : [{ kind, seen: 'from', expected: 'none' }],
  });
  const results = [
    caseOf('a', [{ rules: ['rfc6121-A.2.3-d'], failure: state('subscription') }]),
    caseOf('b', [{ rules: ['rfc6121-A.2.3-d'], failure: state('request'), line: 7 }]),
    caseOf('c', [
      { rules: ['rfc6121-A.3.1-a'], failure: state('request'), sent: '<presence type="subscribe" to="r@a"/>', line: 9 },
    ]),
  ];
  expect(faults(...results)).toEqual([
    ['A.2.3-d/state-request', 'A.3.1-a/state-request'],
    ['A.2.3-d/state-subscription'],
  ]);
});

test('the parts do not depend on the order of the results', () => {
  const results = [
    caseOf('a', [{ rules: ['rfc6121-3.2.2-e'], failure: GONE }]),
    caseOf('b', [{ rules: ['rfc6121-3.2.2-f'], failure: GONE, line: 7 }]),
    caseOf('c', [{ rules: ['rfc6121-3.1.6-b'], failure: RELAYED, line: 8 }]),
  ];
  expect(new Set(faults(...results).map(String))).toEqual(new Set(faults(...results.toReversed()).map(String)));
});
