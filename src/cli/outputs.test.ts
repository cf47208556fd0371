import { expect, test } from 'vitest';
import { openReporters } from './outputs.ts';

test.each([
  [['json='], '"json=": expected a path after "=", got nothing'],
  [['json=x', 'html=./x'], 'two reporters write to ./x; give one a path of its own'],
  [['json', 'junit'], 'two reporters write to standard output; give one a path of its own'],
])('refuses the reporters %j', async (wanted, message) => {
  const stop = new AbortController().signal;
  const onLost = () => undefined;
  const options = { wanted, requirements: new Map(), trace: false, verbosity: 0, lang: 'en', stop, onLost } as const;
  await expect(openReporters(options)).rejects.toThrow(message);
});
