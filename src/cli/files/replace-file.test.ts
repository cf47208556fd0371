import {
  chmodSync,
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
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../cli.test-kit.ts';
import { replaceFile } from './replace-file.ts';

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
