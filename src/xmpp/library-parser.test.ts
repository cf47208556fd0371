import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { countRead } from './library-parser.ts';

const MUCH = 10_000_000;

/** What has yielded is shared by all streams: here none is left, and the budget is whole. */
beforeEach(async () => {
  countRead(MUCH, new Socket());
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
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

test('of the streams that have yielded the latest reads on, and in one of four turns the one that has waited longest', async () => {
  const sockets = Array.from({ length: 40 }, () => new Socket());
  for (const socket of sockets) countRead(MUCH, socket);
  const turns: number[][] = [];
  let seen = new Set<number>();
  for (let turn = 0; turn < 8; turn += 1) {
    await nextTurn();
    const reading = sockets.flatMap((socket, at) => (socket.isPaused() || seen.has(at) ? [] : [at]));
    seen = new Set([...seen, ...reading]);
    turns.push(reading);
  }
  const latest = turns.map((reading) => reading.at(-1));
  expect(latest).toEqual([39, 38, 37, 36, 35, 34, 33, 32]);
  expect(turns.flatMap((reading) => reading.slice(0, -1))).toEqual([0, 1]);
});

test('a stream that floods without end does not keep another from reading', async () => {
  const [waiting, flood] = [new Socket(), new Socket()];
  countRead(MUCH, waiting);
  for (let turn = 0; turn < 8 && waiting.isPaused(); turn += 1) {
    countRead(MUCH, flood);
    await nextTurn();
  }
  expect(waiting.isPaused()).toBe(false);
});
