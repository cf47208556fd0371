import { expect, test } from 'vitest';
import type { Failure } from '../../model/failure.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { entry, makeResult, place } from '../../report/report.test-kit.ts';
import { parseXml } from '../../stanza/xml.ts';
import { situationOf } from './situation.ts';
import { triggerOf } from './trigger.ts';

const sent = (session: string, xml: string) => entry({ session, direction: 'sent', stanza: parseXml(xml) });
const received = (session: string, xml: string) => entry({ session, stanza: parseXml(xml) });
const fence = entry({ session: 'romeo/orchard', kind: 'fence', stanza: parseXml('<iq type="result"/>') });

const unexpected = (closest: XmlElement | undefined): Failure => ({ kind: 'unexpected', closest, allowed: [] });
const missing = (xml: string, closest?: XmlElement): Failure => ({
  kind: 'missing',
  isOutOfOrder: false,
  expected: parseXml(xml),
  closest,
});

/** The act that led to the failure at this session, after these entries; the last act of them comes right before the check. */
function trigger(session: string, failure: Failure, entries: readonly TranscriptEntry[]) {
  const cause = entries.findLast(({ direction }) => direction !== 'received');
  const check = { place, session, requirements: ['r'], verdict: 'failed', failure, cause } as const;
  const showing = { result: makeResult('x', { transcript: entries }), check, verdict: 'failed' } as const;
  return triggerOf(showing, situationOf(showing));
}

const message = sent('romeo/orchard', '<message to="juliet" id="m"/>');
const delivered = (session: string) => received(session, '<message from="romeo/orchard" id="m"/>');
const login = [
  entry({ session: 'juliet/hall', direction: 'note', note: { kind: 'connected', jid: 'juliet/hall' } }),
  sent('juliet/hall', '<iq type="get" id="roster"><query xmlns="jabber:iq:roster"/></iq>'),
  sent('juliet/hall', '<presence/>'),
];
const set = sent('juliet/balcony', '<iq type="set" id="set"><query xmlns="jabber:iq:roster"/></iq>');
const get = sent('juliet/balcony', '<iq type="get" id="get"><query xmlns="jabber:iq:roster"/></iq>');

test('a missing answer is due to the request with its id, not to a later act', () => {
  expect(trigger('juliet/balcony', missing('<iq type="error" id="set"/>'), [set, get])).toBe(set);
});

test('a wrong answer is due to the request of the session that receives it', () => {
  const other = sent('romeo/orchard', '<iq type="get" id="set"/>');
  const answer = received('juliet/balcony', '<iq type="result" id="set"/>');
  expect(trigger('juliet/balcony', unexpected(answer.stanza), [set, get, other, answer])).toBe(set);
});

test('an error or result that a client sends is due to that client, not to the request that it answers', () => {
  const request = sent('juliet/balcony', '<iq type="get" to="romeo/orchard" id="q"/>');
  const answer = sent('romeo/orchard', '<iq type="error" to="juliet/balcony" id="q"/>');
  expect(trigger('juliet/balcony', missing('<iq type="error" id="q"/>'), [request, fence, answer])).toBe(answer);
});

test('a message that arrives is due to its sender, whatever other sessions did before or after it arrived', () => {
  const arrival = delivered('juliet/balcony');
  const failure = unexpected(arrival.stanza);
  expect(trigger('juliet/balcony', failure, [message, arrival, fence, ...login])).toBe(message);
  expect(trigger('juliet/balcony', failure, [message, ...login, arrival])).toBe(message);
});

test('a stored message is due to the login upon which it arrives', () => {
  const arrival = delivered('juliet/hall');
  const last = sent('romeo/orchard', '<presence/>');
  const entries = [message, fence, ...login, arrival, fence, last];
  expect(trigger('juliet/hall', unexpected(arrival.stanza), entries)).toBe(login[2]);
});

test('an error that answers a message is due to the message, even if the sender has logged in since', () => {
  const own = sent('juliet/hall', '<message to="romeo" id="own"/>');
  const error = received('juliet/hall', '<message type="error" id="own"/>');
  expect(trigger('juliet/hall', unexpected(error.stanza), [own, ...login, error])).toBe(own);
});

test('a stanza without the id of an act is due to the last act before it arrived', () => {
  const push = received('romeo/orchard', '<iq type="set" id="push"/>');
  expect(trigger('romeo/orchard', unexpected(push.stanza), [set, push, get])).toBe(set);
});

test('a missing message is due to its sender, also where another session has logged in since', () => {
  const xml = '<message from="romeo/orchard" id="m"/>';
  const near = received('juliet/balcony', '<presence/>');
  expect(trigger('juliet/balcony', missing(xml), [message, fence, ...login])).toBe(message);
  expect(trigger('juliet/balcony', missing(xml, near.stanza), [get, near, message, ...login])).toBe(message);
});

test('an outcome in which a stanza is missing is due to the act with the id of what it lacks', () => {
  const arrivalOf = (id: string) => ({ session: 'juliet/balcony', stanza: parseXml(`<message id="${id}"/>`) });
  const meanings = [
    { name: 'one', arrivals: [arrivalOf('n')] },
    { name: 'both', arrivals: [arrivalOf('m'), arrivalOf('n')] },
  ];
  const failure: Failure = { kind: 'violates', outcome: 'one', permitted: ['both'], meanings };
  const next = sent('romeo/orchard', '<message to="juliet" id="n"/>');
  expect(trigger('', failure, [message, next])).toBe(message);
});

test('a wrong roster is due to the last act before it was asked for', () => {
  const item = parseXml('<item xmlns="jabber:iq:roster" jid="romeo"/>');
  const failure: Failure = { kind: 'roster', item: 'missing', expected: item };
  expect(trigger('juliet', failure, [set, fence, get, ...login])).toBe(set);
  expect(trigger('juliet', failure, [get])).toBe(get);
});

test('where nothing tells, it is the last act before the check', () => {
  expect(trigger('romeo/orchard', missing('<presence type="unavailable"/>'), [message, get])).toBe(get);
  expect(trigger('romeo/orchard', missing('<presence/>'), [])).toBeUndefined();
});
