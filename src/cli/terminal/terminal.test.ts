import { expect, test } from 'vitest';
import { isLive } from './terminal.ts';

test.each([
  ['redraws on a terminal', true, {}, true],
  ['redraws on a terminal outside of a CI service', true, { CI: 'false', TERM: 'xterm' }, true],
  ['does not redraw on the terminal of a CI service', true, { CI: 'true' }, false],
  ['does not redraw on a terminal that cannot move its cursor', true, { TERM: 'dumb' }, false],
  ['does not redraw in a pipe or a file', false, { TERM: 'xterm' }, false],
])('%s', (_, isTTY, env, isShown) => {
  expect(isLive({ isTTY }, env)).toBe(isShown);
});
