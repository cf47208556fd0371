import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Failure } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import { messageCase, place, receives } from '../run/fake-server.test-kit.ts';
import { parseXml } from '../stanza/xml.ts';
import { createSign, stepIn } from './fingerprint.ts';

const jids = { juliet: 'juliet-1f@a.test', 'juliet/balcony': 'juliet-1f@a.test/balcony', romeo: 'romeo-1f@a.test' };
const sends = (xml: string): Case =>
  messageCase({}, { steps: [{ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(xml) }] });
const nurse = sends('<iq><query xmlns="jabber:iq:roster"><item jid="nurse@${domain}" name="Nurse"/></query></iq>');

function sign(failure: Failure, aCase = nurse): string | undefined {
  const check: CheckResult = { place, session: 'juliet/balcony', requirements: ['must'], verdict: 'failed', failure };
  return createSign({ case: aCase, jids })(check);
}
const unexpected = (xml: string, aCase?: Case) =>
  sign({ kind: 'unexpected', allowed: [], closest: parseXml(xml) }, aCase)?.replace(
    'step 1, juliet/balcony: unexpected ',
    '',
  );
const push = (item: string) => `<iq type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`;
const error = parseXml(
  '<iq type="error" id="a.1f"><error><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
);
const value = (text: string) => ({ kind: 'value', value: text }) as const;
const result = parseXml('<iq type="result" id="a.1f" to="juliet-1f@a.test"/>');

test.each<[Failure, string]>([
  [{ kind: 'missing', isOutOfOrder: false, expected: error }, 'missing iq error {error {forbidden}}'],
  [
    { kind: 'missing', isOutOfOrder: true, expected: error, closest: error },
    'missing iq error {error {forbidden}}, got iq error {error {forbidden}} out of order',
  ],
  [
    {
      ...{ kind: 'missing', isOutOfOrder: false, expected: error, closest: result },
      difference: { path: 'iq@type', expected: value('error'), actual: value('result') },
    },
    'missing iq error {error {forbidden}}, got iq result to juliet, at iq@type: expected "error", got "result"',
  ],
  [
    { kind: 'unexpected', allowed: [], closest: parseXml('<presence type="unavailable" from="romeo-1f@a.test/x"/>') },
    'unexpected presence unavailable from romeo/?',
  ],
  [
    {
      ...{ kind: 'differs', closest: result },
      difference: { path: 'iq@to', expected: value('juliet-1f@a.test/balcony'), actual: value('juliet-1f@a.test') },
    },
    'iq result to juliet, at iq@to: expected "juliet/balcony", got "juliet"',
  ],
  [{ kind: 'violates', outcome: 'silent', permitted: [] }, 'took the outcome "silent"'],
  [
    { kind: 'violates', outcome: 'refused', permitted: [], closest: error },
    'took the outcome "refused", got iq error {error {forbidden}}',
  ],
  [
    { kind: 'roster', item: 'missing', expected: parseXml('<item jid="nurse@a.test"/>') },
    'the roster lacks an item: item jid=nurse@domain',
  ],
  [
    { kind: 'state', user: 'juliet', contact: 'romeo', found: { name: 'To' }, states: ['None'] },
    'juliet is in state "To" towards romeo; expected "None"',
  ],
  [
    { kind: 'features', present: true, expected: parseXml('<sub xmlns="x"/>') },
    'the stream features after authentication lack this one: sub',
  ],
])('a failure is recognised by what it is, not by addresses and ids: %#', (failure, text) => {
  expect(sign(failure)).toBe(`step 1, juliet/balcony: ${text}`);
});

test('a check that held has nothing to be recognised by', () => {
  const held = { place, session: '', requirements: [], verdict: 'passed' } as const;
  expect(createSign({ case: nurse, jids })(held)).toBeUndefined();
});

test.each([
  ['another condition', '<error><a/></error>', '<error><b/></error>'],
  ['another element inside', '<item><group/></item>', '<item/>'],
  ['another number of the same', '<item/>', '<item/><item/>'],
  ['another subscription', '<item subscription="to"/>', '<item subscription="from"/>'],
  ['an address of another', '<item jid="juliet-1f@a.test"/>', '<item jid="romeo-1f@a.test"/>'],
  ['a full address', '<item jid="juliet-1f@a.test/balcony"/>', '<item jid="juliet-1f@a.test"/>'],
  ['another name than the one of the scenario', '<item name="Nurse"/>', '<item name="nurse"/>'],
  ['another namespace', '<query xmlns="a"/>', '<query xmlns="b"/>'],
])('%s makes another signature', (_, one, other) => {
  expect(unexpected(push(one))).not.toBe(unexpected(push(other)));
});

test.each([
  ['ids', '<iq id="7f3a"/>', '<iq id="99b0"/>'],
  ['versions', push('').replace('<query', '<query ver="1"'), push('').replace('<query', '<query ver="2"')],
  ['resources that the server made up', '<iq to="juliet-1f@a.test/8c"/>', '<iq to="juliet-1f@a.test/0d"/>'],
  ['times', '<iq><delay stamp="2020-01-01T00:00:00Z"/></iq>', '<iq><delay stamp="2020-01-02T00:00:00Z"/></iq>'],
  ['words of the server', '<iq><text>Nobody there</text></iq>', '<iq><text>No such user</text></iq>'],
  ['the order of attributes', '<iq type="set" to="a.test"/>', '<iq to="a.test" type="set"/>'],
  ['the order of children', push('<item><a/><b/></item>'), push('<item><b/><a/></item>')],
])('%s do not make another signature', (_, one, other) => {
  expect(unexpected(one)).toBe(unexpected(other));
});

test('the order in which the stanzas of an outcome came makes no other signature', () => {
  const outcome = { kind: 'violates', outcome: 'told', permitted: [] } as const;
  const text = sign({ ...outcome, closest: error, others: [result] });
  expect(text).toBe(sign({ ...outcome, closest: result, others: [error] }));
  expect(text).toContain('took the outcome "told", got iq error {error {forbidden}} and iq result to juliet');
});

test('a made-up value is unknown also where it looks like one of the scenario', () => {
  const difference = {
    path: 'iq/query@ver',
    expected: value('Nurse'),
    actual: { kind: 'seen', value: 'Nurse', name: 'first' },
  } as const;
  expect(sign({ kind: 'differs', difference })).toContain('expected ?, got ?, seen as ?');
});

test('an id that is made unique to the play is no text of the scenario', () => {
  const unique = sends('<iq id="ask.1f"/>');
  expect(unexpected('<iq><text>ask.1f</text></iq>', unique)).toBe('iq {text ?}');
});

test('a signature stays a line of moderate length, whatever a server sends', () => {
  const items = Array.from({ length: 500 }, (_, index) => `<i${index} name="${'x'.repeat(500)}"/>`).join('');
  expect(unexpected(push(items))?.length).toBeLessThan(300);
  expect(unexpected(push('<a>'.repeat(50) + '</a>'.repeat(50)))).toContain('…');
});

test('the same failure in another step is another failure', () => {
  const at = (line: number) => ({ ...place, line });
  const wait = { kind: 'expect', sessions: [], alternatives: [], proves: [] } as const;
  const steps = [10, 20, 20, 30].map((line) => ({ ...wait, place: at(line) }));
  const signed = createSign({ case: messageCase({ sessions: [receives('x', [])] }, { steps }), jids });
  const failure = { kind: 'unexpected', allowed: [], closest: result } as const;
  const check = { session: '', requirements: [], verdict: 'failed', failure } as const;
  expect([12, 20, 31].map((line) => stepIn(signed({ ...check, place: at(line) }) ?? ''))).toEqual([1, 2, 3]);
});

test('what is held against all stanzas of a play belongs to no step', () => {
  const text = sign({ kind: 'passive', fault: { kind: 'id-missing' }, closest: result });
  expect([text, stepIn(text ?? '')]).toEqual(['juliet/balcony: sent by the server, iq result to juliet', undefined]);
});
