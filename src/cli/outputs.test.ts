import { expect, test } from 'vitest';
import { isLive, openReporters } from './outputs.ts';

test.each([
  ['a terminal', true, {}, true],
  ['a terminal that says that this is no CI service', true, { CI: 'false', TERM: 'xterm' }, true],
  ['a terminal of a CI service', true, { CI: 'true' }, false],
  ['a terminal that cannot move its cursor', true, { TERM: 'dumb' }, false],
  ['a pipe or a file', false, { TERM: 'xterm' }, false],
])('%s gets a live view or not', (_, isTTY, env, isShown) => {
  expect(isLive({ isTTY }, env)).toBe(isShown);
});

test.each([
  [['json='], '"json=": expected a path after "=", got nothing'],
  [['json=x', 'html=./x'], 'two reporters write to ./x; give one a path of its own'],
  [['json', 'junit'], 'two reporters write to standard output; give one a path of its own'],
])('reporters %j are wrong use', (wanted, message) => {
  const stop = new AbortController().signal;
  const options = { wanted, requirements: new Map(), trace: false, verbosity: 0, lang: 'en', stop } as const;
  expect(() => openReporters(options)).toThrow(message);
});
