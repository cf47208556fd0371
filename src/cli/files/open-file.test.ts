import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { temporaryDirectory, temporaryFile } from '../cli.test-kit.ts';
import { openFile, replaceFile } from './open-file.ts';

test('creates the directories at once and the file at the first write; further writes append', () => {
  const directory = temporaryDirectory();
  const path = join(directory, 'a', 'b', 'report.txt');
  const write = openFile(path);
  expect(readdirSync(join(directory, 'a', 'b'))).toEqual([]);
  write('one ');
  write('two');
  expect(readFileSync(path, 'utf8')).toBe('one two');
});

test('a file whose name ends with .gz is compressed, and is read as one text', () => {
  const path = join(temporaryDirectory(), 'report.json.gz');
  const write = openFile(path);
  write('{\n  "one": ');
  write(`"${'two'.repeat(100_000)}"\n}`);
  expect(gunzipSync(readFileSync(path)).toString()).toBe(`{\n"one": "${'two'.repeat(100_000)}"\n}`);
  expect(readFileSync(path).length).toBeLessThan(2000);
});

test('keeps an old file until the first write, which replaces it', () => {
  const path = temporaryFile('report.txt', 'a long old report');
  const write = openFile(path);
  expect(readFileSync(path, 'utf8')).toBe('a long old report');
  write('new');
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test.runIf(process.platform === 'linux').each([
  ['/dev/null/x.html', '/dev/null is not a directory'],
  ['/dev/null/deep/er/x.html', '/dev/null is not a directory'],
  ['/proc/x/y.html', 'no such directory'],
  ['/proc/x.html', 'no such directory'],
  ['/proc', 'it is a directory'],
])('refuses %s before the run, with the reason and what to do', (path, why) => {
  expect(() => openFile(path)).toThrow(`cannot write "${path}": ${why}; choose another path`);
});

test.skipIf(process.getuid?.() === 0)('refuses a file without write permission before the run', () => {
  const path = temporaryFile('report.txt', 'old');
  chmodSync(path, 0o444);
  expect(() => openFile(path)).toThrow('permission denied');
});

test('leaves no file behind before the first write', () => {
  const path = join(temporaryDirectory(), 'report.txt');
  openFile(path);
  expect(existsSync(path)).toBe(false);
});

test('replaces a file, and leaves nothing beside it', () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'a.yaml');
  replaceFile(file, 'old\n');
  replaceFile(file, 'new\n');
  expect([readdirSync(directory), readFileSync(file, 'utf8')]).toEqual([['a.yaml'], 'new\n']);
});

test('never writes into the old file', () => {
  const directory = temporaryDirectory();
  const [file, before] = [join(directory, 'a.yaml'), join(directory, 'before.yaml')];
  writeFileSync(file, 'old\n');
  linkSync(file, before);
  replaceFile(file, 'new\n');
  expect(readFileSync(before, 'utf8')).toBe('old\n');
});

test('keeps the permissions of the file', () => {
  const file = join(temporaryDirectory(), 'a.yaml');
  writeFileSync(file, 'old\n');
  chmodSync(file, 0o640);
  replaceFile(file, 'new\n');
  expect((statSync(file).mode & 0o777).toString(8)).toBe('640');
});

test('follows a link to the file', () => {
  const directory = temporaryDirectory();
  const [file, link] = [join(directory, 'a.yaml'), join(directory, 'link.yaml')];
  writeFileSync(file, 'old\n');
  symlinkSync('a.yaml', link);
  replaceFile(link, 'new\n');
  expect([readlinkSync(link), readFileSync(file, 'utf8')]).toEqual(['a.yaml', 'new\n']);
});

test('throws where the file cannot be made', () => {
  const file = join(temporaryDirectory(), 'missing', 'a.yaml');
  expect(() => replaceFile(file, 'new\n')).toThrow('ENOENT');
});

test('writes in place where nothing can be made beside the file', () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'a.yaml');
  writeFileSync(file, 'old\n');
  mkdirSync(join(directory, `.a.yaml.${process.pid}`));
  replaceFile(file, 'new\n');
  expect(readFileSync(file, 'utf8')).toBe('new\n');
});
