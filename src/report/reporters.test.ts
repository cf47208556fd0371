import { expect, test } from 'vitest';
import { makeCase } from './report.test-kit.ts';
import { createMultiplexer } from './reporters.ts';

const event = { type: 'case-started', case: makeCase('rfc6121/2.3/a') } as const;

test('drops a reporter that throws with one message, and the others continue', () => {
  const problems: string[] = [];
  const heard: string[] = [];
  const bad = {
    on: () => {
      throw new Error('disk full');
    },
  };
  const good = { on: () => void heard.push('event') };
  const all = createMultiplexer(
    [
      { name: 'json', reporter: bad },
      { name: 'console', reporter: good },
    ],
    (name, error) => problems.push(`${name}: ${error}`),
  );
  all.on(event);
  all.on(event);
  expect(problems).toEqual(['json: Error: disk full']);
  expect(heard).toHaveLength(2);
});
