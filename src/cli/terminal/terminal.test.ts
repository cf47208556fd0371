import { expect, test } from 'vitest';
import { fittedTo, isLive } from './terminal.ts';

test.each([
  ['redraws on a terminal', true, {}, true],
  ['redraws on a terminal outside of a CI service', true, { CI: 'false', TERM: 'xterm' }, true],
  ['does not redraw on the terminal of a CI service', true, { CI: 'true' }, false],
  ['does not redraw on a terminal that cannot move its cursor', true, { TERM: 'dumb' }, false],
  ['does not redraw in a pipe or a file', false, { TERM: 'xterm' }, false],
])('%s', (_, isTTY, env, isShown) => {
  expect(isLive({ isTTY }, env)).toBe(isShown);
});

test('text is broken where a terminal ends, and nowhere in a pipe or a file', () => {
  const text = 'a line that is wider than the terminal';
  expect(fittedTo({ isTTY: true, columns: 30 }, text)).toBe('a line that is wider than\n  the terminal');
  expect(fittedTo({ isTTY: true, columns: 0 }, text)).toBe(text);
  expect(fittedTo({ isTTY: false, columns: 30 }, text)).toBe(text);
});
