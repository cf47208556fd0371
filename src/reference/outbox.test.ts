import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { Outbox, passageOf } from './outbox.ts';
import type { ServerState } from './server-state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An outbox whose delays, in milliseconds, are given in advance. */
function outboxWith(...delaysMs: readonly number[]) {
  const written: string[] = [];
  const delays = [...delaysMs];
  const outbox = new Outbox(
    ({ attrs }) => void written.push(attrs['id'] ?? ''),
    () => (delays.shift() ?? 0) / 20,
  );
  const add = (id: string, lanes: readonly string[], isAnswer = false) =>
    outbox.add(element('message', NS.client, { id }), { lanes, isAnswer });
  return { outbox, written, add };
}

test('delays stanzas, which overtake each other', () => {
  const { written, add } = outboxWith(15, 5);
  add('first', ['romeo']);
  add('second', ['nurse']);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(5);
  expect(written).toEqual(['second']);
  vi.advanceTimersByTime(10);
  expect(written).toEqual(['second', 'first']);
});

test('keeps stanzas with a lane in common in order', () => {
  const { written, add } = outboxWith(15, 5, 0);
  add('first', ['romeo', 'montague']);
  add('second', ['montague', 'nurse']);
  add('third', ['nurse']);
  vi.advanceTimersByTime(14);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(written).toEqual(['first', 'second', 'third']);
});

test('writes an answer at once, unless an earlier stanza of its lane is pending', () => {
  const { written, add } = outboxWith(15, 5);
  add('push', ['roster']);
  add('pong', [], true);
  add('roster', ['roster'], true);
  expect(written).toEqual(['pong']);
  vi.advanceTimersByTime(15);
  expect(written).toEqual(['pong', 'push', 'roster']);
});

test('flush writes what is pending, in order; clear drops it', () => {
  const { outbox, written, add } = outboxWith(15, 5, 5);
  add('first', ['romeo']);
  add('second', ['nurse']);
  outbox.flush();
  add('third', ['nurse']);
  outbox.clear();
  vi.runAllTimers();
  expect(written).toEqual(['second', 'first']);
});

const JULIET = 'juliet@capulet.lit';
const server = { domain: 'capulet.lit', remote: { domain: 'montague.lit' }, cause: 'nurse@capulet.lit/x' };
const passage = (stanza: string) => passageOf(server as ServerState, JULIET, parseXml(stanza));
const PUSH = '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="romeo@montague.lit"/></query></iq>';

/** Whether two stanzas to juliet stay in order. */
function isOrdered(first: string, second: string): boolean {
  const { lanes } = passage(second);
  return passage(first).lanes.some((lane) => lanes.includes(lane));
}

test.each([
  ['<iq type="result" id="ping" from="capulet.lit"/>', true],
  ['<iq type="result" id="roster"/>', true],
  ['<iq type="error" id="ping" from="juliet@capulet.lit"/>', true],
  ['<iq type="result" id="of-another-client" from="romeo@montague.lit/x"/>', false],
  ['<message type="error" id="bounce" from="capulet.lit"/>', false],
  [PUSH, false],
])('%s is an answer of the server itself: %s', (stanza, isAnswer) => {
  expect(passage(stanza).isAnswer).toBe(isAnswer);
});

test.each([
  [
    'stanzas of one full JID',
    '<presence from="tybalt@capulet.lit/x"/>',
    '<message from="tybalt@capulet.lit/x"/>',
    true,
  ],
  [
    'stanzas of two accounts',
    '<presence from="tybalt@capulet.lit/x"/>',
    '<message from="peter@capulet.lit/x"/>',
    false,
  ],
  [
    'what one stream causes an account to send',
    '<presence from="tybalt@capulet.lit/x"/>',
    '<presence from="tybalt@capulet.lit"/>',
    true,
  ],
  [
    'stanzas of the remote domain',
    '<message from="romeo@montague.lit/x"/>',
    '<message from="abram@montague.lit/x"/>',
    true,
  ],
  ['pushes of one roster', PUSH, PUSH.replace('romeo', 'abram'), true],
  ['a push and a roster result', PUSH, '<iq type="result"><query xmlns="jabber:iq:roster"/></iq>', true],
  [
    'the stanza of a contact and the push about it',
    '<presence from="romeo@montague.lit" type="subscribed"/>',
    PUSH,
    true,
  ],
  ['a push and other stanzas', PUSH, '<message from="nurse@capulet.lit/x"/>', false],
  ['a push and a stanza that looks like one', PUSH, PUSH.replace('<iq', '<iq from="nurse@capulet.lit/x"'), false],
])('%s stay in order: %s, %s, %s', (_, first, second, expected) => {
  expect(isOrdered(first, second)).toBe(expected);
});
