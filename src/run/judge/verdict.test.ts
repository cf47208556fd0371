import { expect, test } from 'vitest';
import type { CaseDispute } from '../../model/case.ts';
import type { Failure } from '../../model/failure.ts';
import type { StateDifference } from '../../model/standard.ts';
import { parseXml } from '../../stanza/xml.ts';
import { fakeEnvironment, place } from '../fake-session.test-kit.ts';
import { checkResult, isHard } from './verdict.ts';

const { requirements } = fakeEnvironment({});
const missing: Failure = { kind: 'missing', isOutOfOrder: false };
const unexpected = (xml: string, isRepeated: boolean): Failure => ({
  kind: 'unexpected',
  closest: parseXml(xml),
  isRepeated,
  allowed: [],
});

/** The result of a failed check that cites these requirements, and the rulings named. */
function decided(
  disputes: readonly CaseDispute[],
  failure: Failure,
  more: { proves?: string[]; outcome?: string } = {},
) {
  const at = { place, session: 'juliet/balcony', proves: more.proves ?? ['must'] };
  const { verdict, disputed } = checkResult(at, failure, { requirements, disputes, outcome: more.outcome });
  return { verdict, rulings: disputed?.map(({ ruling }) => ruling) };
}

test('a disputed MUST warns, and names the ruling', () => {
  expect(decided([{ ruling: 'R1', requirement: 'must' }], missing)).toEqual({ verdict: 'warned', rulings: ['R1'] });
});

test('a check that also cites an undisputed MUST fails, and still names the ruling', () => {
  const proves = ['must', 'another-must'];
  expect(decided([{ ruling: 'R1', requirement: 'must' }], missing, { proves })).toEqual({
    verdict: 'failed',
    rulings: ['R1'],
  });
});

test('a dispute of one requirement leaves another as it is', () => {
  expect(decided([{ ruling: 'R1', requirement: 'other' }], missing)).toEqual({ verdict: 'failed', rulings: undefined });
});

test.each([
  ['silent', 'warned'],
  ['refused', 'failed'],
  [undefined, 'failed'],
])('a dispute of the outcome "silent" decides the outcome %s: %s', (outcome, verdict) => {
  const dispute = { ruling: 'R1', requirement: 'must', outcomes: ['silent'] };
  expect(decided([dispute], missing, outcome === undefined ? {} : { outcome }).verdict).toBe(verdict);
});

test.each([
  ['None', 'warned'],
  ['To', 'failed'],
])('a dispute of the state "None" decides the state found %s: %s', (name, verdict) => {
  const found: Failure = { kind: 'state', user: 'juliet', contact: 'romeo', found: { name }, states: ['Both'] };
  expect(decided([{ ruling: 'R1', requirement: 'must', outcomes: ['None'] }], found).verdict).toBe(verdict);
});

test('a dispute of an outcome holds for the violation that the outcome is', () => {
  const taken: Failure = { kind: 'violates', outcome: 'silent', permitted: [] };
  expect(decided([{ ruling: 'R1', requirement: 'must', outcomes: ['silent'] }], taken).verdict).toBe('warned');
});

test.each([
  ['<presence/>', true, 'warned'],
  ['<presence type="unavailable"/>', true, 'warned'],
  ['<presence type="probe"/>', true, 'warned'],
  ['<presence type="subscribed"/>', true, 'warned'],
  ['<iq type="set"><query xmlns="jabber:iq:roster"/></iq>', true, 'warned'],
  ['<message/>', true, 'failed'],
  ['<presence/>', false, 'failed'],
])('a dispute of what is repeated decides %s, repeated: %s, as %s', (xml, isRepeated, verdict) => {
  const dispute = { ruling: 'R30', failure: 'repeated' } as const;
  expect(decided([dispute], unexpected(xml, isRepeated)).verdict).toBe(verdict);
});

const state = (differences: readonly StateDifference[]): Failure => ({
  ...{ kind: 'state', user: 'juliet', contact: 'romeo', found: { name: 'None' }, states: ['None + Pending In'] },
  differences,
});

test.each([
  ['only the request is missing', [{ kind: 'request', seen: false }], 'warned'],
  ['a request is there that should not be', [{ kind: 'request', seen: true }], 'failed'],
  [
    'ask is missing, too',
    [
      { kind: 'request', seen: false },
      { kind: 'ask', seen: false },
    ],
    'failed',
  ],
  ['nothing is known of it', [], 'failed'],
] as const)('a dispute of a request that is not shown decides a state where %s', (_, differences, verdict) => {
  const dispute = { ruling: 'R40', failure: 'request-not-shown' } as const;
  expect(decided([dispute], state(differences)).verdict).toBe(verdict);
});

test.each([
  [true, 'warned'],
  [false, 'failed'],
] as const)('a dispute of a request that is shown decides a state with "seen: %s" as %s', (seen, verdict) => {
  const dispute = { ruling: 'R5', failure: 'request-shown' } as const;
  expect(decided([dispute], state([{ kind: 'request', seen }])).verdict).toBe(verdict);
});

test.each([
  ['<presence type="subscribe"/>', 'warned'],
  ['<presence type="subscribed"/>', 'failed'],
])('a dispute of a missing request decides a missing %s as %s', (xml, verdict) => {
  const failure: Failure = { kind: 'missing', isOutOfOrder: false, expected: parseXml(xml) };
  expect(decided([{ ruling: 'R40', failure: 'request-missing' }], failure).verdict).toBe(verdict);
});

test.each([
  ['<iq type="set"><query xmlns="jabber:iq:roster"/></iq>', 'warned'],
  ['<iq type="result"><query xmlns="jabber:iq:roster"/></iq>', 'failed'],
  ['<iq type="set"><query xmlns="urn:example:letters"/></iq>', 'failed'],
  ['<presence/>', 'failed'],
])('a dispute of a further push decides %s as %s', (xml, verdict) => {
  const dispute = { ruling: 'R41', failure: 'further-push' } as const;
  expect(decided([dispute], unexpected(xml, false)).verdict).toBe(verdict);
});

test('a dispute of a further push leaves a missing push failed', () => {
  const expected = parseXml('<iq type="set"><query xmlns="jabber:iq:roster"/></iq>');
  const failure: Failure = { kind: 'missing', isOutOfOrder: false, expected };
  expect(decided([{ ruling: 'R41', failure: 'further-push' }], failure).verdict).toBe('failed');
});

test('a check that holds names no ruling', () => {
  const at = { place, session: '', proves: ['must'] };
  const result = checkResult(at, undefined, { requirements, disputes: [{ ruling: 'R1', requirement: 'must' }] });
  expect(result).toEqual({ place, session: '', requirements: ['must'], verdict: 'passed' });
});

test('a disputed requirement is not hard, whatever its level', () => {
  const rulebook = { requirements, disputes: [{ ruling: 'R1', requirement: 'must' }] };
  expect(isHard('must', rulebook)).toBe(false);
  expect(isHard('must', { requirements })).toBe(true);
});

const push = (item: string) => parseXml(`<iq type="set"><query xmlns="jabber:iq:roster"><item ${item}/></query></iq>`);
const without = {
  path: 'iq/query/item@ask',
  expected: { kind: 'value', value: 'subscribe' },
  actual: { kind: 'nothing' },
};

test.each([
  ['an item that lacks the mark alone', 'jid="a@b" subscription="none"', 'warned'],
  ['an item in another state', 'jid="a@b" subscription="to"', 'failed'],
  ['another item', 'jid="c@b"', 'failed'],
])('of a dispute about ask="subscribe", %s: %#', (_, item, verdict) => {
  const seen = { expected: push('jid="a@b" ask="subscribe"'), closest: push(item), difference: without };
  const failure = { kind: 'missing', isOutOfOrder: false, ...seen } as Failure;
  expect(decided([{ ruling: 'R33', failure: 'ask-not-shown' }], failure).verdict).toBe(verdict);
});
