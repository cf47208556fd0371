import { expect, test } from 'vitest';
import { isLive } from './outputs.ts';

test.each([
  ['a terminal', true, {}, true],
  ['a terminal that says that this is no CI service', true, { CI: 'false', TERM: 'xterm' }, true],
  ['a terminal of a CI service', true, { CI: 'true' }, false],
  ['a terminal that cannot move its cursor', true, { TERM: 'dumb' }, false],
  ['a pipe or a file', false, { TERM: 'xterm' }, false],
])('%s gets a live view or not', (_, isTTY, env, isShown) => {
  expect(isLive({ isTTY }, env)).toBe(isShown);
});
