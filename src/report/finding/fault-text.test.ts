import { expect, test } from 'vitest';
import type { Failure } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { parseXml } from '../../stanza/xml.ts';
import { entry, makeResult, place } from '../report.test-kit.ts';
import { type FaultOptions, faultText } from './fault-text.ts';

const request = parseXml('<presence type="subscribe" to="romeo"/>');
const sent = entry({ session: 'juliet/balcony', direction: 'sent', kind: 'step', stanza: request });
const got = (session: string, xml: string): TranscriptEntry =>
  entry({ session, direction: 'received', kind: 'step', stanza: parseXml(xml) });
const failed = (failure: Failure, session = 'romeo/orchard'): CheckResult => ({
  place,
  session,
  requirements: ['r'],
  verdict: 'failed',
  failure,
});

interface Setting {
  readonly failure: Failure;
  readonly arrivals?: readonly TranscriptEntry[];
  /** Further checks of the step. */
  readonly others?: readonly CheckResult[];
  readonly options?: FaultOptions;
}

/** The sentence in both languages. */
function said({ failure, arrivals = [], others = [], options }: Setting): readonly string[] {
  const check = failed(failure);
  const result = makeResult('c', { checks: [check, ...others], transcript: [sent, ...arrivals] });
  return (['en', 'zh'] as const).map((lang) => faultText({ result, check, verdict: 'failed' }, lang, options));
}

const gone = parseXml('<presence type="unavailable" from="juliet/chamber"/>');
const missing = { kind: 'missing', isOutOfOrder: false, expected: gone } as const;

test('a missing stanza is named with the sessions that do not get it, those that do, and the senders from which it arrives', () => {
  expect(said({ failure: missing })).toEqual([
    'romeo/orchard does not receive <presence type="unavailable" from="juliet/chamber">',
    'romeo/orchard 没有收到 <presence type="unavailable" from="juliet/chamber">',
  ]);
  const another = got('romeo/orchard', '<presence type="unavailable" from="juliet/balcony"/>');
  expect(said({ failure: missing, arrivals: [another] })[0]).toMatch(/, only that from juliet\/balcony$/);
  const same = got('romeo/street', '<presence type="unavailable" from="juliet/chamber"/>');
  expect(said({ failure: missing, arrivals: [same] })[0]).toMatch(/; romeo\/street does$/);
  const others = [failed(missing, 'romeo/street'), failed(missing, 'romeo/hall')];
  expect(said({ failure: missing, others })[0]).toMatch(
    /^romeo\/orchard, romeo\/street and romeo\/hall do not receive /,
  );
});

test('a stanza of another type is named with the expected one, any other with the place where it differs', () => {
  const [expected, closest] = [parseXml('<iq type="error" id="a"/>'), parseXml('<iq type="result" id="a"/>')];
  const value = (text: string) => ({ kind: 'value', value: text }) as const;
  const typed = { path: 'iq@type', expected: value('error'), actual: value('result') };
  expect(said({ failure: { kind: 'missing', isOutOfOrder: false, expected, closest, difference: typed } })).toEqual([
    'romeo/orchard receives <iq type="result">, not <iq type="error">',
    'romeo/orchard 收到 <iq type="result">，而不是 <iq type="error">',
  ]);
  const probe = parseXml('<presence type="probe" from="juliet/balcony"/>');
  const sender = { path: 'presence@from', expected: value('juliet'), actual: value('juliet/balcony') };
  expect(said({ failure: { kind: 'differs', closest: probe, difference: sender } })[0]).toBe(
    'romeo/orchard receives <presence type="probe" from="juliet/balcony">; the attribute from of <presence>: expected "juliet", got "juliet/balcony"',
  );
  const holding = {
    path: 'presence',
    expected: { kind: 'only', count: 0 },
    actual: { kind: 'children', names: ['show'] },
  } as const;
  expect(said({ failure: { kind: 'differs', closest: probe, difference: holding } })[0]).toMatch(
    /; <presence> holds <show>: none of them is expected$/,
  );
});

test('a stanza out of order is named with those that come after it', () => {
  const over = got('romeo/orchard', '<presence type="unsubscribed"/>');
  const late = got('romeo/orchard', '<presence type="unavailable"/>');
  const order = [parseXml('<presence type="unavailable"/>'), parseXml('<presence type="unsubscribed"/>')];
  const failure: Failure = { kind: 'missing', isOutOfOrder: true, expected: order[1], closest: over.stanza, order };
  expect(said({ failure, arrivals: [over, late] })).toEqual([
    'romeo/orchard receives <presence type="unsubscribed"> before <presence type="unavailable">',
    'romeo/orchard 先收到 <presence type="unsubscribed">，后收到 <presence type="unavailable">',
  ]);
});

test('what must not arrive is named with all sessions that get it', () => {
  const failure: Failure = { kind: 'unexpected', closest: gone, allowed: [] };
  expect(said({ failure, others: [failed(failure, 'romeo/street')] })).toEqual([
    'romeo/orchard and romeo/street receive <presence type="unavailable" from="juliet/chamber">, which must not arrive',
    'romeo/orchard 和 romeo/street 收到不应到达的 <presence type="unavailable" from="juliet/chamber">',
  ]);
  expect(said({ failure: { ...failure, isRepeated: true } })[0]).toMatch(/ more often than allowed$/);
});

test('an outcome is said by what arrives, or by what it lacks, and what is permitted', () => {
  const told = got('romeo/orchard', '<presence type="unsubscribed" from="juliet"/>');
  const permitted = [{ name: 'silent', arrivals: [] }];
  const leak: Failure = {
    kind: 'violates',
    outcome: 'told',
    permitted: ['silent'],
    closest: told.stanza,
    meanings: [{ name: 'told', arrivals: [] }, ...permitted],
  };
  expect(said({ failure: leak, arrivals: [told], options: { hasPermitted: true, hasTrigger: true } })).toEqual([
    'juliet/balcony sends <presence type="subscribe" to="romeo">: romeo/orchard receives <presence type="unsubscribed" from="juliet">, which the rule does not permit; permitted: the server sends nothing',
    'juliet/balcony 发送 <presence type="subscribe" to="romeo">：romeo/orchard 收到 <presence type="unsubscribed" from="juliet">，此要求不允许这样做；允许：不发送任何节',
  ]);
  const answer = { session: 'romeo/orchard', stanza: parseXml('<message type="error"/>') };
  const meanings = [
    { name: 'silent', arrivals: [] },
    { name: 'error', arrivals: [answer] },
  ];
  const silent: Failure = { kind: 'violates', outcome: 'silent', permitted: ['error'], meanings };
  expect(said({ failure: silent })[0]).toBe('romeo/orchard does not receive <message type="error">');
  expect(said({ failure: { ...silent, meanings: [] } })[0]).toMatch(/^nothing arrives, at any session, which /);
});

test('an outcome that looks in short like a permitted one is said in full', () => {
  const plain = got('romeo/orchard', '<presence type="unavailable" from="juliet"/>');
  const stamped = parseXml(
    '<presence type="unavailable" from="juliet"><delay xmlns="urn:xmpp:delay" stamp="${any}"/></presence>',
  );
  const meanings = [
    { name: 'plain', arrivals: [] },
    { name: 'stamped', arrivals: [{ session: 'romeo/orchard', stanza: stamped }] },
  ];
  const failure: Failure = {
    kind: 'violates',
    outcome: 'plain',
    permitted: ['stamped'],
    closest: plain.stanza,
    meanings,
  };
  const [text] = said({ failure, arrivals: [plain], options: { hasPermitted: true } });
  expect(text).toContain('receives <presence type="unavailable" from="juliet"/>');
  expect(text).toContain('<delay xmlns="urn:xmpp:delay" stamp="*"/>');
});

test('a roster is said by the item that is missing, wrong, or too much', () => {
  const item = parseXml('<item xmlns="jabber:iq:roster" jid="romeo"/>');
  const text = (failure: Failure) => said({ failure })[0];
  expect(text({ kind: 'roster', item: 'missing', expected: item })).toBe(
    'the stored roster of romeo/orchard lacks <item jid="romeo">',
  );
  expect(text({ kind: 'roster', item: 'unexpected', closest: item })).toMatch(/ which should not be there$/);
  const difference = {
    path: 'item@ask',
    expected: { kind: 'value', value: 'subscribe' },
    actual: { kind: 'nothing' },
  } as const;
  expect(text({ kind: 'roster', item: 'differs', closest: item, difference })).toMatch(
    /; the attribute ask of <item>: expected "subscribe", got nothing$/,
  );
});

test('a Chinese sentence has no space after the bracket of a stanza', () => {
  const push = parseXml('<iq type="set"><query xmlns="jabber:iq:roster"/></iq>');
  const approval = parseXml('<presence type="subscribed"/>');
  const failure: Failure = { kind: 'violates', outcome: 'x', permitted: [], closest: push, others: [approval] };
  const [en, zh] = said({ failure });
  expect(en).toContain('<iq type="set"> (roster) and <presence type="subscribed">');
  expect(zh).toContain('<iq type="set">（roster）和 <presence type="subscribed">');
});
