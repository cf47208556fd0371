// What programs of others use: `import { run } from 'xmppspec'`, `--reporter ./mine.js`, and `--last-failed` beside them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const root = dirname(dirname(program));

/** A project in which the package is installed, with these files. */
function project(files: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(root, join(directory, 'node_modules', 'xmppspec'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

const PROGRAM = `
import { run } from 'xmppspec';
const types = new Set();
const { exitCode, summary, results, info } = await run({
  target: 'reference', selectors: ['rfc6121/2.3.2/add'], on: (event) => types.add(event.type),
});
console.log(JSON.stringify({ exitCode, passed: summary.passed, ids: results.map((one) => one.case.id), types: [...types], name: info.target.name }));
await run({ target: 'nowhere' }).catch((error) => console.log(error.message.split(';')[0]));
`;

test('a program runs cases, gets the events and the results, and nothing is printed for it', () => {
  const directory = project({ 'mine.mjs': PROGRAM });
  const output = execFileSync(process.execPath, ['mine.mjs'], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, XDG_STATE_HOME: directory, LC_ALL: 'C' },
  });
  const [first = '', second] = output.trim().split('\n');
  expect(JSON.parse(first)).toMatchObject({ exitCode: 0, passed: 1, ids: ['rfc6121/2.3.2/add'], name: 'reference' });
  expect(JSON.parse(first).types).toEqual(expect.arrayContaining(['run-started', 'case-finished', 'run-finished']));
  expect(second).toBe('unknown target "nowhere"');
});

const TYPED = `
import { type CreateReporter, run, type RunOutcome } from 'xmppspec';
const outcome: RunOutcome = await run({ target: 'reference', selectors: ['2.3'], on: ({ type }) => console.log(type) });
const passed: number = outcome.summary.passed;
const create: CreateReporter = ({ write }) => ({ on: (event) => event.type === 'run-finished' && write(String(passed)) });
export default create;
// @ts-expect-error: the target is required
await run({});
`;

test('the types of the package fit its use', () => {
  const directory = project({ 'mine.mts': TYPED });
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node'];
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    'false',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    ...types,
  ];
  const run = () =>
    execFileSync(process.execPath, [compiler, ...options, 'mine.mts'], { cwd: directory, encoding: 'utf8' });
  expect(run()).toBe('');
});

/** The reporter of docs/library.md. */
const [, REPORTER = ''] =
  /```js\n([^`]*export default .*?)```/s.exec(readFileSync(join(root, 'docs', 'library.md'), 'utf8')) ?? [];

test('a module of the user is a reporter, and one that is none is refused', async () => {
  const directory = project({ 'mine.mjs': REPORTER, 'none.mjs': 'export const a = 1;' });
  const ask = (...reporters: readonly string[]) =>
    xmppspec(
      ['run', 'rfc6121/2.3.2/add', '-t', 'reference', ...reporters.flatMap((one) => ['-r', one])],
      {},
      directory,
    );
  expect((await ask('./mine.mjs=out.txt')).code).toBe(0);
  expect(readFileSync(join(directory, 'out.txt'), 'utf8')).toBe('0 failed\n');
  const none = await ask('./none.mjs');
  expect([none.code, none.stderr]).toEqual([2, 'the reporter ./none.mjs exports no function by default\n']);
  expect((await ask('./absent.mjs')).stderr).toMatch(/^the reporter \.\/absent\.mjs cannot be loaded: /);
});

test('--last-failed plays what the last run of the directory left without success', async () => {
  const directory = project({});
  const env = { XDG_STATE_HOME: directory };
  const ask = (...args: readonly string[]) => xmppspec(['run', ...args, '-t', 'reference'], env, directory);
  expect((await ask('--last-failed')).stderr).toContain('no run from this directory is known');
  expect((await ask('rfc6121/2.3.2/add')).code).toBe(0);
  expect((await ask('--last-failed')).stderr).toContain('none of the selected cases failed');
});
