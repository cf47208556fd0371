import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { DifferenceValue, Failure } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import { messageCase, place } from '../run/fake-session.test-kit.ts';
import { parseXml } from '../stanza/xml.ts';
import { FAILURE_SAMPLES } from '../wording/samples.test-kit.ts';
import { createFingerprint } from './fingerprint.ts';

const jids = { juliet: 'juliet-1f@a.test', 'juliet/balcony': 'juliet-1f@a.test/balcony', romeo: 'romeo-1f@a.test' };
const sends = (xml: string): Case =>
  messageCase({}, { steps: [{ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(xml) }] });
const nurse = sends('<iq><query xmlns="jabber:iq:roster"><item jid="nurse@${domain}" name="Nurse"/></query></iq>');

const check = (failure: Failure): CheckResult => ({
  ...{ place, session: 'juliet/balcony', requirements: ['must'], verdict: 'failed', failure },
});

function fingerprint(failure: Failure, aCase = nurse): string | undefined {
  return createFingerprint({ case: aCase, jids })(check(failure));
}
const unexpected = (xml: string, aCase?: Case) =>
  fingerprint({ kind: 'unexpected', allowed: [], closest: parseXml(xml) }, aCase)?.replace(
    'juliet/balcony: unexpected ',
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
    { kind: 'stream-ended', ended: 'juliet/balcony', condition: 'bad-format', after: [result], expected: error },
    'the server ended the stream of juliet/balcony (bad-format) after iq result to juliet, missing iq error {error {forbidden}}',
  ],
  [
    { kind: 'stream-ended', ended: 'juliet/balcony', after: [error, result] },
    'the server ended the stream of juliet/balcony after iq error {error {forbidden}} and iq result to juliet',
  ],
  [{ kind: 'ill-formed-xml', fault: 'comment', detail: '', excerpt: '<!--' }, 'XML forbidden by RFC 6120 11: comment'],
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
    'missing roster item: item jid=nurse@domain',
  ],
  [
    { kind: 'state', user: 'juliet', contact: 'romeo', found: { name: 'To' }, states: ['None'] },
    'state "To" towards romeo, expected "None"',
  ],
  [{ kind: 'features', present: true, expected: parseXml('<sub xmlns="x"/>') }, 'missing feature: sub'],
  [
    {
      ...{ kind: 'state', user: 'juliet', contact: 'romeo', states: ['None', 'To'] },
      found: { subscription: 'to', ask: true, pendingIn: true },
    },
    'state "subscription=to ask pending-in" towards romeo, expected "None" or "To"',
  ],
  [{ kind: 'passive', fault: { kind: 'id-missing' }, closest: result }, 'sent by the server, iq result to juliet'],
])('holds what a failure is, without addresses and ids: %#', (failure, text) => {
  expect(fingerprint(failure)).toBe(`juliet/balcony: ${text}`);
});

test('a text keeps the white space at its ends, as the matcher compares it', () => {
  const padded = sends('<message><body> hark </body></message>');
  const got = (body: string) => unexpected(`<message><body>${body}</body></message>`, padded);
  expect([got(' hark '), got('hark')]).toEqual(['message {body " hark "}', 'message {body hark}']);
});

test('the value of a priority makes no difference: a server may override it', () => {
  const got = (value: string) => unexpected(`<presence><priority>${value}</priority></presence>`);
  expect([got('0'), got('-1')]).toEqual(['presence {priority ?}', 'presence {priority ?}']);
});

test('a check that held has none', () => {
  const held = { place, session: '', requirements: [], verdict: 'passed' } as const;
  expect(createFingerprint({ case: nurse, jids })(held)).toBeUndefined();
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
])('%s makes another fingerprint', (_, one, other) => {
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
])('%s do not make another fingerprint', (_, one, other) => {
  expect(unexpected(one)).toBe(unexpected(other));
});

test('the order of the stanzas of an outcome does not make another fingerprint', () => {
  const outcome = { kind: 'violates', outcome: 'told', permitted: [] } as const;
  const text = fingerprint({ ...outcome, closest: error, others: [result] });
  expect(text).toBe(fingerprint({ ...outcome, closest: result, others: [error] }));
  expect(text).toContain('took the outcome "told", got iq error {error {forbidden}} and iq result to juliet');
});

test('what a module of the server adds to a stanza makes no other fingerprint', () => {
  const withAvatar = '<presence from="romeo-1f@a.test/x"><x xmlns="vcard-temp:x:update"><photo/></x></presence>';
  expect(unexpected(withAvatar)).toBe(unexpected('<presence from="romeo-1f@a.test/x"/>'));
});

test('replaces a made-up value even where it looks like one of the scenario', () => {
  const difference = {
    path: 'iq/query@ver',
    expected: value('Nurse'),
    actual: { kind: 'seen', value: 'Nurse', name: 'first' },
  } as const;
  expect(fingerprint({ kind: 'differs', difference })).toContain('expected ?, got ?, seen as first');
});

test('replaces an id that the engine made unique to the case', () => {
  const unique = sends('<iq id="ask.1f"/>');
  expect(unexpected('<iq><text>ask.1f</text></iq>', unique)).toBe('iq {text ?}');
});

test('stays one line of moderate length, whatever the server sends', () => {
  const items = Array.from({ length: 500 }, (_, index) => `<i${index} name="${'x'.repeat(500)}"/>`).join('');
  expect(unexpected(push(items))?.length).toBeLessThan(300);
  expect(unexpected(push('<a>'.repeat(50) + '</a>'.repeat(50)))).toContain('…');
});

test('does not name the step, so that a step can be inserted before it', () => {
  const failure = { kind: 'unexpected', allowed: [], closest: result } as const;
  const at = (line: number) =>
    createFingerprint({ case: nurse, jids })({ ...check(failure), place: { ...place, line } });
  expect(at(1)).toBe(at(99));
});

test.each<[DifferenceValue, string]>([
  [value('Nurse'), '"Nurse"'],
  [{ kind: 'value-or-nothing', value: 'Nurse' }, '"Nurse" or nothing'],
  [{ kind: 'one-of', values: ['Nurse', 'none'] }, '"Nurse" or "none"'],
  [{ kind: 'language', value: 'none' }, 'language "none"'],
  [{ kind: 'new' }, 'a new value'],
  [{ kind: 'any' }, 'any value'],
  [{ kind: 'nothing' }, 'nothing'],
  [{ kind: 'namespace', ns: 'urn:x' }, 'urn:x'],
  [{ kind: 'unbound', placeholder: '${x}' }, '${x}'],
  [{ kind: 'element', name: 'item' }, '<item>'],
  [{ kind: 'child', name: 'item' }, '<item> inside'],
  [{ kind: 'children', names: ['a', 'b'] }, '<a> <b>'],
  [{ kind: 'children', names: [] }, 'no children'],
  [{ kind: 'only', count: 2 }, '2 children and no other'],
  [{ kind: 'distinct', count: 2 }, '2 distinct children'],
])('writes a side of a difference: %#', (side, text) => {
  const difference = { path: 'iq@name', expected: side, actual: { kind: 'nothing' } } as const;
  expect(fingerprint({ kind: 'differs', difference, closest: result })).toContain(`expected ${text}, got nothing`);
});

test('says the same of every kind of failure as ever: another word makes the baselines of all users stale', () => {
  expect(FAILURE_SAMPLES.map((failure) => fingerprint(failure)?.replace('juliet/balcony: ', ''))).toEqual([
    'missing a stanza',
    'missing a stanza, got message out of order',
    'unexpected message',
    'unexpected message',
    'a stanza, at iq@type: expected any value, got nothing',
    'took the outcome "stored"',
    'missing roster item',
    'roster item differs',
    'unexpected roster item',
    'state "None" towards romeo, expected "To"',
    'state "None" towards romeo, expected "To"',
    'state "subscription=odd ask" towards romeo, expected "To"',
    'missing feature: a stanza',
    'unexpected feature: a stanza',
    'sent by the server, message',
    'the server ended the stream of juliet/balcony (internal-server-error) after message, missing message',
    'the server ended the stream of juliet/balcony after message',
    'XML forbidden by RFC 6120 11: comment',
  ]);
});
