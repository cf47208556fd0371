import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Pair } from '../../results/pair-run.ts';
import { fileNames, pairsOf, playAll } from './pairs.ts';

test('three servers give nine cells: each alone, then every ordered pair', () => {
  expect(pairsOf(['a', 'b', 'c']).map(({ server, peer }) => `${server}${peer}`)).toEqual([
    ...['aa', 'bb', 'cc'],
    ...['ab', 'ac', 'ba', 'bc', 'ca', 'cb'],
  ]);
});

test('refuses one server, and a server that is given twice', () => {
  expect(() => pairsOf(['a'])).toThrow('expected at least two servers, got 1');
  expect(() => pairsOf(['a', 'b', 'a'])).toThrow(
    '"a" is given twice; give two servers of one kind two names in the config file',
  );
});

test('names the files of a pair by its servers', () => {
  expect(fileNames(pairsOf(['prosody', 'ejabberd']))).toEqual([
    'prosody',
    'ejabberd',
    'prosody+ejabberd',
    'ejabberd+prosody',
  ]);
});

test.each([
  ['xmpp://im.example.org:5223', 'im.example.org-5223'],
  ['xmpp://[::1]', '-1-'],
  ['../etc/passwd', '-etc-passwd'],
  ['测试', '测试'],
])('makes a name of a file in the directory of %s', (server, name) => {
  expect(fileNames([{ server, peer: server }])).toEqual([name]);
});

test('no two files have one name, whatever their case, and none that of the page', () => {
  const names = fileNames(pairsOf(['a/b', 'a b', 'A-B', 'index'])).map((name) => name.toLowerCase());
  expect(new Set([...names, 'index']).size).toBe(17);
});

const nameOf = ({ server, peer }: Pair) => `${server}${peer}`;

/** Plays the pairs of these servers, and ends the oldest run whenever no other can begin. */
async function played(servers: readonly string[], atOnce: number, isShared = false) {
  const controller = new AbortController();
  const running = new Map<string, () => void>();
  const steps: string[] = [];
  const playing = playAll(pairsOf(servers), {
    ...{ atOnce, isShared: () => isShared, signal: controller.signal, stop: () => controller.abort() },
    play: (pair) =>
      new Promise((resolve) => {
        running.set(nameOf(pair), resolve);
        steps.push([...running.keys()].join(' '));
      }),
  });
  for (;;) {
    await setImmediate();
    const [oldest] = running;
    if (oldest === undefined) break;
    running.delete(oldest[0]);
    oldest[1]();
  }
  await playing;
  return steps;
}

test('each server alone comes first, and a pair begins as soon as both of its servers were tested alone', async () => {
  expect(await played(['a', 'b', 'c'], 2)).toEqual([
    ...['aa', 'aa bb', 'bb cc', 'cc ab', 'ab ac', 'ac ba', 'ba bc', 'bc ca', 'ca cb'],
  ]);
});

test('a server that is one for all runs is never in two at once', async () => {
  const steps = await played(['a', 'b', 'c', 'd'], 4, true);
  expect(new Set(steps.flatMap((step) => step.split(' '))).size).toBe(16);
  for (const step of steps) {
    const servers = step.split(' ').flatMap((pair) => [...new Set(pair)]);
    expect(servers.toSorted().join(), step).toBe([...new Set(servers)].toSorted().join());
  }
  expect(steps.some((step) => step.includes(' '))).toBe(true);
});

test('an error stops the other runs and is reported once they have ended', async () => {
  const controller = new AbortController();
  let hasEnded = false;
  const playing = playAll(pairsOf(['a', 'b']), {
    ...{ atOnce: 2, isShared: () => false, signal: controller.signal, stop: () => controller.abort() },
    async play({ server }) {
      if (server === 'a') throw new Error('wrong');
      await new Promise((resolve) => controller.signal.addEventListener('abort', resolve));
      hasEnded = true;
    },
  });
  await expect(playing).rejects.toThrow('wrong');
  expect(hasEnded).toBe(true);
});
