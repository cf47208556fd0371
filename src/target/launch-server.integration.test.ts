import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { launchServer } from './launch-server.ts';
import type { ServerRecipe } from './launched-target.ts';

const UP = { file: 'logs/server.log', text: 'up' };

const shell = (line: string) => ({ file: '/bin/sh', args: ['-c', line], env: {} });

/** A server whose processes are lines of shell. Each but the first waits until the log says "up". */
const recipe = (...lines: readonly string[]): ServerRecipe => ({
  name: 'montague',
  debianPackage: 'montague-server',
  programs: { '/bin/sh': 'dash' },
  directories: ['logs'],
  files: () => ({ 'logs/server.log': 'line 12: unknown option "sned"\n' }),
  commands: () => lines.map((line, index) => ({ ...shell(line), ...(index > 0 && { after: UP }) })),
  logFiles: ['logs/server.log'],
  isIsolated: true,
  hasAdmin: false,
});

test('reports the end of the logs of a server that ends before it is ready, and leaves no directory', async () => {
  const seen: string[] = [];
  const options = { onDirectory: (path: string) => seen.push(path) };
  await expect(launchServer(recipe('echo giving up >&2; exit 1'), options)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [Error: montague ended before it was ready; its log ends with:
    giving up
    line 12: unknown option "sned"]
  `);
  expect(existsSync(seen[0]!)).toBe(false);
});

test('gives a server no environment but its own', async () => {
  const launching = launchServer(recipe('env | cut -d= -f1 | sort | tr "\\n" " "'), {});
  await expect(launching).rejects.toThrow('HOME LANG PATH PWD');
});

test('starts a process once the log of another shows the line it waits for', async () => {
  const launching = launchServer(recipe('echo up >>logs/server.log; exec sleep 60', 'echo second; exit 1'), {});
  await expect(launching).rejects.toThrow(/ended before it was ready;.*second\n.*up$/s);
});

test('gives up at once when a process waits for the log of one that has ended', async () => {
  await expect(launchServer(recipe('echo first; exit 1', 'echo second'), {})).rejects.toThrow(
    /before it was ready; its log ends with:\nfirst\nline 12/,
  );
});

test('rejects with the command that installs a missing program', async () => {
  const launching = launchServer({ ...recipe(''), programs: { '/nowhere/montague': 'montague-server' } }, {});
  await expect(launching).rejects.toThrow('montague is not installed; apt-get install montague-server');
});

test('refuses a domain that could break out of a configuration file', async () => {
  await expect(launchServer(recipe(''), { domain: 'a"; os.exit() --' })).rejects.toThrow(
    'the server cannot be launched for the domain "a"; os.exit() --"; use lower-case letters, digits, dots and hyphens only',
  );
});
