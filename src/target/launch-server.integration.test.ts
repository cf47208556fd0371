import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { launchServer } from './launch-server.ts';
import { NotInstalled } from './not-installed.ts';
import type { ServerRecipe } from './server-recipe.ts';

const UP = { file: 'logs/server.log', text: 'up' };

const shell = (line: string) => ({ file: '/bin/sh', args: ['-c', line], env: {} });

/** A server whose processes are lines of shell; each but the first waits until its log says "up". */
const recipe = (...lines: readonly string[]): ServerRecipe => ({
  name: 'montague',
  debianPackage: 'montague-server',
  programs: { '/bin/sh': 'dash' },
  directories: ['logs'],
  files: () => ({ 'logs/server.log': 'line 12: unknown option "sned"\n' }),
  commands: () => lines.map((line, index) => ({ ...shell(line), ...(index > 0 && { after: UP }) })),
  logFiles: ['logs/server.log'],
  hasAdmin: false,
});

test('a server that ends before it is ready is reported with the end of its logs, and leaves nothing', async () => {
  const seen: string[] = [];
  const options = { onDirectory: (path: string) => seen.push(path) };
  await expect(launchServer(recipe('echo giving up >&2; exit 1'), options)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [Error: montague ended before it was ready; its log ends with:
    giving up
    line 12: unknown option "sned"]
  `);
  expect(existsSync(seen[0]!)).toBe(false);
});

test('a server gets no environment but its own', async () => {
  const launching = launchServer(recipe('env | cut -d= -f1 | sort | tr "\\n" " "'), {});
  await expect(launching).rejects.toThrow('HOME LANG PATH PWD');
});

test('a process that waits for the log of another starts when the line is there', async () => {
  const launching = launchServer(recipe('echo up >>logs/server.log; exec sleep 60', 'echo second; exit 1'), {});
  await expect(launching).rejects.toThrow(/ended before it was ready;.*second\n.*up$/s);
});

test('a process that waits for the log of one that has ended is given up at once', async () => {
  await expect(launchServer(recipe('echo first; exit 1', 'echo second'), {})).rejects.toThrow(
    /before it was ready; its log ends with:\nfirst\nline 12/,
  );
});

test('a server that is not installed is told apart, with the command that installs it', async () => {
  const launching = launchServer({ ...recipe(''), programs: { '/nowhere/montague': 'montague-server' } }, {});
  await expect(launching).rejects.toThrow(NotInstalled);
  await expect(launching).rejects.toThrow('montague is not installed; apt-get install montague-server');
});

test('a domain that could break out of a configuration file is refused', async () => {
  await expect(launchServer(recipe(''), { domain: 'a"; os.exit() --' })).rejects.toThrow(
    'expected a domain of small letters, digits, dots and hyphens, got "a"; os.exit() --"',
  );
});
