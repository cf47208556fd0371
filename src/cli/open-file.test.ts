import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { temporaryDirectory, temporaryFile } from './cli.test-kit.ts';
import { openFile } from './open-file.ts';

test('the first write creates the file and its directories, the next ones append', () => {
  const directory = temporaryDirectory();
  const path = join(directory, 'a', 'b', 'report.txt');
  const write = openFile(path);
  expect(readdirSync(join(directory, 'a', 'b'))).toEqual([]);
  write('one ');
  write('two');
  expect(readFileSync(path, 'utf8')).toBe('one two');
});

test('an old file stays until there is something to write, and then goes', () => {
  const path = temporaryFile('report.txt', 'a long old report');
  const write = openFile(path);
  expect(readFileSync(path, 'utf8')).toBe('a long old report');
  write('new');
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test.runIf(process.platform === 'linux').each([
  ['/dev/null/x.html', '/dev/null is no directory'],
  ['/dev/null/deep/er/x.html', '/dev/null is no directory'],
  ['/proc/x/y.html', "ENOENT: no such file or directory, mkdir '/proc/x'"],
  ['/proc/x.html', "ENOENT: no such file or directory, open '/proc/x.html'"],
  ['/proc', 'it is a directory'],
])('%s is told before the run, with why and what to do', (path, why) => {
  expect(() => openFile(path)).toThrow(`cannot write "${path}": ${why}; choose another path`);
});

test.skipIf(process.getuid?.() === 0)('a file that may not be written is told before the run', () => {
  const path = temporaryFile('report.txt', 'old');
  chmodSync(path, 0o444);
  expect(() => openFile(path)).toThrow('EACCES');
});

test('what can be written leaves nothing behind before the run', () => {
  const path = join(temporaryDirectory(), 'report.txt');
  openFile(path);
  expect(existsSync(path)).toBe(false);
});
