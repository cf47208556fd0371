import { expect, test } from 'vitest';
import { argumentsFrom } from './run-from-options.ts';

test('options of a program have the defaults of the command', () => {
  const args = argumentsFrom({ target: 'reference', selectors: ['2.3'], jobs: 2 });
  expect(args).toMatchObject({ target: 'reference', selector: ['2.3'], jobs: 2, timeout: 5000, reporter: [] });
  expect(args).toMatchObject({ account: [], exclude: [], strict: false, lastFailed: false, verbose: 0, repeat: 1 });
});

test('an option that the command does not have is refused', () => {
  expect(() => argumentsFrom({ target: 'reference', domian: 'a.example' })).toThrow('domian');
});
