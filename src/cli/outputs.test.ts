import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './cli.test-kit.ts';
import { openReporters, repositoryPaths } from './outputs.ts';

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

test('a path begins at the directory with .git', () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'a', 'b'), { recursive: true });
  const pathOf = repositoryPaths({}, join(root, 'a', 'b'));
  expect([pathOf('c.yaml'), pathOf('../x.yaml'), pathOf(join(root, 'y.yaml'))]).toEqual([
    'a/b/c.yaml',
    'a/x.yaml',
    'y.yaml',
  ]);
});

test.each(['GITHUB_WORKSPACE', 'CI_PROJECT_DIR', 'WORKSPACE', 'CI_WORKSPACE'])('a path begins at %s', (name) => {
  expect(repositoryPaths({ [name]: '/srv' }, '/srv/inside')('own/a.yaml')).toBe('inside/own/a.yaml');
});

test('the directory of another checkout is no root', () => {
  const directory = temporaryDirectory();
  expect(repositoryPaths({ GITHUB_WORKSPACE: '/elsewhere' }, directory)('a.yaml')).toBe('a.yaml');
});

test.each([
  'node_modules/xmppspec/scenarios/a.yaml',
  '/usr/lib/node_modules/xmppspec/scenarios/a.yaml',
  '../outside.yaml',
])('%s is not in the repository', (file) => {
  expect(repositoryPaths({ GITHUB_WORKSPACE: '/work' }, '/work')(file)).toBeUndefined();
});
