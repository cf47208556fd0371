// The examples of docs/test-double.md, with the libraries that they name, where these can be installed.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../cli.test-kit.ts';

const program = fileURLToPath(new URL('../../../bin/xmppspec.js', import.meta.url));
const page = readFileSync(fileURLToPath(new URL('../../../docs/test-double.md', import.meta.url)), 'utf8');

const TIMEOUT_MS = 300_000;

/** The example of the page in this language, with the program of this checkout. */
function exampleIn(language: string): string {
  const example = page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
  return example
    .replace('"npx", "xmppspec"', `${JSON.stringify(process.execPath)}, ${JSON.stringify(program)}`)
    .replace("'npx', ['xmppspec'", `${JSON.stringify(process.execPath)}, [${JSON.stringify(program)}`);
}

/** Runs a command, and returns what it prints, or why it failed. */
function run(command: string, args: readonly string[], cwd: string): { readonly ok: boolean; readonly output: string } {
  try {
    const options = { cwd, encoding: 'utf8', stdio: 'pipe', timeout: TIMEOUT_MS } as const;
    return { ok: true, output: execFileSync(command, args, options) };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Partial<Record<'stdout' | 'stderr' | 'message', string>>;
    return { ok: false, output: `${message}\n${stdout}\n${stderr}` };
  }
}

/** Packages that cannot be installed skip an example, visibly: they need their registry. */
function installed(command: string, args: readonly string[], cwd: string): boolean {
  const { ok, output } = run(command, args, cwd);
  if (!ok) console.warn(`skipped: ${[command, ...args].join(' ')}: ${output.trim().split('\n').at(-1)}`);
  return ok;
}

test('the example for pytest passes', { timeout: TIMEOUT_MS }, ({ skip }) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'test_romeo.py'), exampleIn('python'));
  const python = join(directory, 'venv/bin/python');
  const isThere =
    installed('python3', ['-m', 'venv', 'venv'], directory) &&
    installed(python, ['-m', 'pip', 'install', '-q', 'pytest', 'slixmpp'], directory);
  if (!isThere) return skip();
  const { ok, output } = run(python, ['-m', 'pytest', '-q'], directory);
  expect([ok, output]).toEqual([true, expect.stringContaining('1 passed')]);
});

test('the example for vitest passes', { timeout: TIMEOUT_MS }, ({ skip }) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'romeo.test.js'), exampleIn('js'));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  if (!installed('npm', ['install', '-s', '@xmpp/client', 'vitest'], directory)) return skip();
  const { ok, output } = run('npx', ['vitest', 'run', '--testTimeout=120000'], directory);
  expect(ok, output).toBe(true);
});
