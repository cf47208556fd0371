import { expect, test } from 'vitest';
import { readSpec } from './read-spec.ts';
import { SECTION_MAP } from './sections.ts';

test('reads a file once in a process', () => {
  const titles = readSpec(SECTION_MAP);
  const unread: typeof SECTION_MAP = {
    ...SECTION_MAP,
    schema: () => {
      throw new Error('the file is read again');
    },
  };
  expect(readSpec(unread)).toBe(titles);
});
