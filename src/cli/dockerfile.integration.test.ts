// The steps of the Dockerfile, run in directories. Docker itself and the base image are not part of it, and `npm ci` is
// replaced by the packages of this checkout.

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'xmppspec-image-test-'));
const instructions = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const sent = readFileSync(join(root, '.dockerignore'), 'utf8').match(/(?<=^!).*$/gm) ?? [];

/** The root directory of the last stage. */
let image = '';
let workdir = '/';

const inImage = (path: string) => join(image, path.startsWith('/') ? path : join(workdir, path));

function copy(rest: string): void {
  const words = rest.split(' ');
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  for (const source of words) {
    if (from === undefined) expect(sent, `${source} is sent to the build`).toContain(source);
    const path = from === undefined ? join(root, source) : join(directory, from, source);
    cpSync(path, target.endsWith('/') ? join(inImage(target), basename(source)) : inImage(target), { recursive: true });
  }
}

function run(command: string): void {
  const cwd = inImage('.');
  if (command.startsWith('npm ci')) return void execFileSync('cp', ['-a', join(root, 'node_modules'), cwd]);
  // Absolute paths are those of the image.
  const here = command.replaceAll(/(?<= )\/(?=opt|usr)/g, `${image}/`);
  mkdirSync(join(image, 'usr/local/bin'), { recursive: true });
  execFileSync('sh', ['-ec', here], { cwd, stdio: 'pipe' });
}

beforeAll(() => {
  chmodSync(directory, 0o755);
  for (const { name, rest } of instructions) {
    if (name === 'FROM') {
      image = join(directory, / AS (\w+)$/.exec(rest)?.[1] ?? 'last');
      workdir = '/';
    } else if (name === 'WORKDIR') {
      workdir = rest;
      mkdirSync(inImage('.'), { recursive: true });
    } else if (name === 'COPY') copy(rest);
    else if (name === 'RUN') run(rest);
  }
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const valueFor = (name: string) => instructions.findLast((one) => one.name === name)?.rest;

test('the base image has an exact version and a digest, the same in both stages', () => {
  const bases = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest.split(' ')[0]);
  expect(bases).toHaveLength(2);
  expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim@sha256:[0-9a-f]{64}$/);
  expect(new Set(bases).size).toBe(1);
});

test('the image runs as a user other than root, and its entry point is the program', () => {
  expect(valueFor('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect([valueFor('ENTRYPOINT'), existsSync(join(image, 'usr/local/bin/xmppspec'))]).toEqual(['["xmppspec"]', true]);
});

test('the image holds what the program needs at run time, and no tool that builds it', () => {
  const at = (...path: readonly string[]) => existsSync(join(image, 'opt/xmppspec', ...path));
  expect(['dist/cli/main.js', 'spec', 'scenarios', 'node_modules/yargs'].map((path) => at(path))).not.toContain(false);
  const tools = ['node_modules/typescript', 'node_modules/vitest', 'node_modules/playwright-core', 'src', 'scripts'];
  expect(tools.filter((path) => at(path))).toEqual([]);
});

test('the program of the image passes a case as that user, without writing beside /tmp', () => {
  const args = [join(image, 'usr/local/bin/xmppspec'), 'run', 'rfc6121/2.3.2/add', '-r', 'line'];
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    XDG_STATE_HOME: join(directory, 'state'),
    LC_ALL: 'C',
  };
  mkdirSync(join(directory, 'state'), { mode: 0o777 });
  chmodSync(join(directory, 'state'), 0o777);
  const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
  const output = execFileSync(process.execPath, args, { cwd: '/', env, encoding: 'utf8', ...user });
  expect(output).toMatch(/^1 case: 1 passed/);
});
