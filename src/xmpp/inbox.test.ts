import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { problemText } from '../wording/problems.ts';
import { Inbox } from './inbox.ts';

const SMALL = parseXml('<message/>');
const LARGE = parseXml(`<message><body>${'x'.repeat(900_000)}</body></message>`);

/** An inbox that has received as many stanzas, and the problems that it reported. */
function filled(stanza: typeof SMALL, count: number, { discards = false } = {}) {
  const floods: string[] = [];
  const inbox = new Inbox({ discards, onFlood: (problem) => floods.push(problemText(problem, 'en')) });
  for (let index = 0; index < count; index += 1) if (inbox.admits(stanza)) inbox.put(stanza);
  return { inbox, floods };
}

test.each([
  ['stanzas', SMALL, 1000, 'the server sent more than 1,000 stanzas in one step'],
  ['bytes', LARGE, 4, 'the server sent more than 4 MiB of stanzas in one step'],
])('takes no more %s than its limit, and reports that once', (_, stanza, limit, flood) => {
  const { inbox, floods } = filled(stanza, limit + 5);
  expect(inbox.stanzas).toHaveLength(limit);
  expect(floods).toEqual([flood]);
});

test('counts what is not for the inbox', () => {
  const { inbox, floods } = filled(SMALL, 999);
  expect(inbox.admits(SMALL)).toBe(true);
  expect(inbox.admits(SMALL)).toBe(false);
  expect(floods).toHaveLength(1);
});

test('counts from zero after each drain', () => {
  const { inbox, floods } = filled(SMALL, 1000);
  expect(inbox.drain()).toHaveLength(1000);
  expect(inbox.admits(SMALL)).toBe(true);
  expect(floods).toEqual([]);
});

test('an inbox that discards counts stanzas and keeps none', () => {
  const { inbox, floods } = filled(SMALL, 5000, { discards: true });
  expect(inbox.stanzas).toEqual([]);
  expect(inbox.discarded).toBe(5000);
  expect(floods).toEqual([]);
});

test('expires a wait for more, although something arrives again and again', async () => {
  const { inbox } = filled(SMALL, 0);
  const drip = setInterval(() => inbox.put(SMALL), 5);
  await expect(inbox.arrival(() => false, 100)).rejects.toThrow('what was awaited did not arrive within 100 ms');
  clearInterval(drip);
});

test('asks whether it is enough once for all that arrives together', async () => {
  const { inbox } = filled(SMALL, 0);
  let asked = 0;
  const arrival = inbox.arrival(() => {
    asked += 1;
    return inbox.stanzas.length >= 100;
  }, 5000);
  for (let index = 0; index < 100; index += 1) inbox.put(SMALL);
  await arrival;
  expect(asked).toBe(2);
});

test('what has arrived before the end is enough after it', async () => {
  const { inbox } = filled(SMALL, 1);
  inbox.close({ kind: 'stream-closed-by-server' });
  await inbox.arrival(() => inbox.stanzas.length === 1, 5000);
  await expect(inbox.arrival(() => false, 5000)).rejects.toThrow('stream closed by the server');
});
