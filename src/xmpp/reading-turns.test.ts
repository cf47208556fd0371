import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { countRead } from './reading-turns.ts';

const MUCH = 10_000_000;

/** What has yielded is shared by all streams: here none is left, and the budget is whole. */
beforeEach(async () => {
  countRead(MUCH, new Socket());
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
});

test('a stream that has read little reads on', () => {
  const socket = new Socket();
  countRead(1000, socket);
  expect(socket.isPaused()).toBe(false);
});

test('a stream that has read much yields, and reads on in a later turn of the event loop', async () => {
  const socket = new Socket();
  countRead(MUCH, socket);
  expect(socket.isPaused()).toBe(true);
  await nextTurn();
  expect(socket.isPaused()).toBe(false);
});

test('streams that have yielded read on a few at a time, in order', async () => {
  const sockets = Array.from({ length: 6 }, () => new Socket());
  for (const socket of sockets) countRead(MUCH, socket);
  const paused = () => sockets.map((socket) => socket.isPaused());
  await nextTurn();
  expect(paused()).toEqual([false, false, true, true, true, true]);
  await nextTurn();
  expect(paused()).toEqual([false, false, false, false, true, true]);
});
