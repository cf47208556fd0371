import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { element, NS } from '../stanza/xml.ts';
import { Outbox } from './outbox.ts';

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
