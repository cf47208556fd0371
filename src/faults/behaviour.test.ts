import { expect, test } from 'vitest';
import { behaviourOf, described } from './behaviour.test-kit.ts';

const texts = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => described(behaviourOf(from + at)));

test('a seed gives the same behaviour again', () => {
  expect(behaviourOf(12_034)).toEqual(behaviourOf(12_034));
  expect(texts(0, 200)).toEqual(texts(0, 200));
});

test('the seeds of the suite give behaviours that differ, at every phase and of every kind', () => {
  const all = Array.from({ length: 1200 }, (_, at) => behaviourOf(12_000 + at));
  expect(new Set(all.map(described)).size).toBeGreaterThan(1000);
  expect([...new Set(all.map(({ phase }) => phase))].sort()).toMatchInlineSnapshot(`
    [
      "bind",
      "challenge",
      "connect",
      "end",
      "features",
      "features again",
      "form",
      "header",
      "header again",
      "message",
      "ping",
      "presence",
      "proceed",
      "push",
      "registered",
      "removed",
      "roster",
      "success",
      "version",
    ]
  `);
  expect([...new Set(all.map(({ act }) => act.kind))].sort()).toMatchInlineSnapshot(`
    [
      "after",
      "alter",
      "before",
      "flood",
      "hang up",
      "inside",
      "instead",
      "repeat",
      "scram lie",
      "silence",
      "tls lie",
      "trickle",
      "withhold",
    ]
  `);
});
