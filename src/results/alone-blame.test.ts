// Which server of a pair the cases of each server alone blame: juliet lives on A, and romeo on B.

import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Failure } from '../model/failure.ts';
import type { CheckResult, Verdict } from '../model/result.ts';
import { makeCase, makeResult, place } from '../report/report.test-kit.ts';
import { parseXml } from '../stanza/xml.ts';
import { blameAlone, type SingleResult, type SingleRow } from './alone.ts';
import { singleSchema } from './compared-schema.ts';
import { writtenReport } from './written-report.test-kit.ts';

const RULE = 'rfc6121-3.1.3-h';

const lost = (jid: string): Failure => ({
  kind: 'missing',
  isOutOfOrder: false,
  expected: parseXml(`<presence type="subscribe" from="${jid}"/>`),
});
const changed = (name: string): Failure => ({
  kind: 'differs',
  expected: parseXml('<message/>'),
  closest: parseXml('<message from="x@y.test"/>'),
  difference: { path: 'message', expected: { kind: 'child', name }, actual: { kind: 'children', names: ['body'] } },
});

const checkOf = (session: string, failure: Failure, requirement = RULE): CheckResult => ({
  ...{ place, session, requirements: [requirement], verdict: 'failed' },
  failure,
  blame: { kind: 'unseen', side: 'pair' },
});

const pairActors = [
  { name: 'juliet', account: 'fresh' as const, isRemote: false, sessions: [] },
  { name: 'romeo', account: 'fresh' as const, isRemote: false, isPeer: true, sessions: [] },
];

const single = (id: string, verdict: Verdict, checks: SingleResult['checks'] = []): SingleResult => ({
  id,
  outcome: verdict,
  requirements: [{ id: RULE, level: 'MUST', verdict }],
  checks,
  actors: ['juliet', 'romeo'].map((name) => ({ name, isRemote: name === 'romeo' && id.endsWith('remote]') })),
});
const passed = (id: string) => single(id, 'passed');
const failed = (id: string, session: string, failure: Failure, requirement = RULE) =>
  single(id, 'failed', [{ session, requirements: [requirement], failure }]);

const check = checkOf('romeo/orchard', lost('juliet@a.test'));
const SOUND: SingleRow = { local: passed('x'), remote: passed('x[remote]') };

const blame = (A: SingleRow, B: SingleRow, of = check) => {
  const found = blameAlone(of, { actors: pairActors }, { A, B });
  return found === undefined ? 'pair' : `${found.side} ${found.case}`;
};

test('the server of the users is at fault where it fails with contacts of the component in the same way', () => {
  const A = { local: passed('x'), remote: failed('x[remote]', 'romeo/orchard', lost('juliet@other.test')) };
  expect(blame(A, SOUND)).toBe('A x[remote]');
  expect(blame(A, { local: failed('x', 'romeo/orchard', lost('juliet@b.test')) })).toBe('pair');
  expect(blame(A, {})).toBe('pair');
});

test('what the server of the users does to contacts of its own proves nothing of it in the pair', () => {
  expect(blame({ ...SOUND, local: failed('x', 'romeo/orchard', lost('juliet@a.test')) }, SOUND)).toBe('pair');
});

test('the server of the contacts is at fault where it fails alone, and the other one meets the rule with any contacts', () => {
  const B = { ...SOUND, local: failed('x', 'romeo/orchard', lost('juliet@b.test')) };
  expect(blame(SOUND, B)).toBe('B x');
  expect(blame({ local: passed('x') }, B)).toBe('pair');
  expect(blame({ ...SOUND, remote: { ...passed('x[remote]'), outcome: 'skipped' } }, B)).toBe('pair');
});

test('with the roles reversed, the server of the contacts fails at its own user as it does in the pair', () => {
  const B = { local: passed('x'), remote: failed('x[remote]', 'juliet/balcony', lost('romeo@other.test')) };
  expect(blame(SOUND, B)).toBe('B x[remote]');
  expect(blame(SOUND, B, checkOf('juliet/balcony', lost('romeo@b.test')))).toBe('pair');
});

test.each([
  ['in another way', failed('x[remote]', 'romeo/orchard', changed('body'))],
  ['at another user', failed('x[remote]', 'juliet/balcony', lost('juliet@a.test'))],
  ['against another rule', failed('x[remote]', 'romeo/orchard', lost('juliet@a.test'), 'rfc6121-3.1.3-a')],
])('a case that fails %s blames nobody', (_, remote) => {
  expect(blame({ ...SOUND, remote }, SOUND)).toBe('pair');
});

test('another difference is another way', () => {
  const of = checkOf('romeo/orchard', changed('thread'));
  const A = (name: string) => ({ ...SOUND, remote: failed('x[remote]', 'romeo/orchard', changed(name)) });
  expect(blame(A('thread'), SOUND, of)).toBe('A x[remote]');
  expect(blame(A('weather'), SOUND, of)).toBe('pair');
});

test('a report that was written shows the same', () => {
  const result = makeResult('x[remote]', {
    case: makeCase('x[remote]', { topology: 'remote', actors: pairActors }),
    outcome: 'failed',
    checks: [check],
    requirements: [{ id: RULE, level: 'MUST', verdict: 'failed' }],
  });
  const [read] = z.decode(singleSchema, writtenReport([result]) as z.input<typeof singleSchema>).results;
  expect(blame({ remote: read }, SOUND)).toBe('A x[remote]');
});
