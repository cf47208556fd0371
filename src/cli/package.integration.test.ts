// The package as users install it: packed from a clean checkout, installed elsewhere, run from an empty directory.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'xmppspec-package-test-'));
const [checkout, prefix, elsewhere] = ['checkout', 'prefix', 'elsewhere'].map((name) => join(directory, name));
let packed: readonly string[];
/** Bytes of the tarball. */
let size: number;

const run = (cwd: string, program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', env: { ...process.env, XDG_STATE_HOME: directory } });
const installed = (...args: readonly string[]) => run(elsewhere!, join(prefix!, 'bin/xmppspec'), ...args);

beforeAll(() => {
  for (const path of [checkout!, prefix!, elsewhere!]) mkdirSync(path);
  // What git tracks or would track: a clone with the changes that are not committed yet.
  const files = run(root, 'git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files.filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(checkout!, file));
  }
  // Saves the installation of the development dependencies.
  symlinkSync(join(root, 'node_modules'), join(checkout!, 'node_modules'));
  mkdirSync(join(checkout!, 'dist'));
  writeFileSync(join(checkout!, 'dist', 'deleted-module.js'), '');
  const [report] = JSON.parse(run(checkout!, 'npm', 'pack', '--json', '--pack-destination', directory));
  size = report.size;
  packed = report.files.map(({ path }: { path: string }) => path);
  const tarball = join(directory, report.filename);
  run(prefix!, 'npm', 'install', '-g', '--prefix', prefix!, '--prefer-offline', '--no-audit', '--no-fund', tarball);
  mkdirSync(join(elsewhere!, 'node_modules'));
  symlinkSync(join(prefix!, 'lib/node_modules/xmppspec'), join(elsewhere!, 'node_modules/xmppspec'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the package holds the build, the data and the documents', () => {
  const documents = ['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json'];
  const tops = new Set(packed.map((path) => path.split('/')[0]));
  expect([...tops].sort()).toEqual(
    [...documents, 'bin', 'dist', 'man', 'scenarios', 'scenarios-client', 'schema'].sort(),
  );
});

test('the package holds no page that the program shows by itself, and no baseline of the servers of our tests', () => {
  expect(packed.filter((path) => /RULINGS|errata|baselines\//.test(path))).toEqual([]);
  expect(installed('explain', 'R1', '--lang', 'en')).toContain('passages');
  expect(installed('coverage', '--lang', 'en')).toContain('observable');
});

test('the build in the package is made afresh, without tests', () => {
  expect(packed).toContain('dist/cli/main.js');
  expect(packed).toContain('dist/prepared/cases.prepared');
  expect(packed.filter((path) => /deleted-module|\.test|\.map$|\.built$/.test(path))).toEqual([]);
});

/**
 * It was 1.28 MB with comments in the build and prepared data as text, 1.15 MB with baselines, pages of rulings and whole digests, and
 * 1.14 MB with the files of spec/ beside what the build makes of them. Scenarios of histories made it 1.11 MB from 1.10 MB, and suites, rounds of fences and
 * marks 1.14 MB, the test double 1.15 MB, and tests of clients
 * 1.18 MB. Types, the schema of the report and quotations are 50 kB of it.
 */
const MAX_SIZE = 1_190_000;

test('the package is small enough to be downloaded for each job of CI', () => {
  expect(size).toBeLessThan(MAX_SIZE);
});

test('the manual page is installed where man finds it', () => {
  expect(readFileSync(join(prefix!, 'share/man/man1/xmppspec.1'), 'utf8')).toMatch(/^\.TH XMPPSPEC 1 /);
});

test('the installed program prints its version and lists cases', () => {
  expect(installed('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(installed('list', 'roster-get')).toContain('rfc6121/2/given-back ');
});

test('the installed program runs a case on the reference server', () => {
  const text = installed('run', 'rfc6121/2.3.2/add', '--lang', 'en');
  expect(text).toContain('1 case: 1 passed');
});

test('the installed program writes a page with its style and its script', () => {
  installed('run', 'rfc6121/2.3.2/add', '-r', 'html=page.html');
  const page = readFileSync(join(elsewhere!, 'page.html'), 'utf8');
  expect(page).toContain('prefers-color-scheme: dark');
  expect(page).toContain('DecompressionStream');
});
