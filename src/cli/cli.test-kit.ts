// Runs the command line as a user would: a process of its own, standard output and exit code.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The program as a user starts it. */
export const program = fileURLToPath(new URL('../../bin/xmppspec.js', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `xmppspec` with these arguments: in English, without colour and with a state directory of its own, which a hook has
 * to give as `XDG_STATE_HOME`. `cwd` is the working directory, by default that of the tests.
 */
export function xmppspec(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<Ran> {
  const { XDG_STATE_HOME = temporaryDirectory() } = env;
  const options = {
    env: { ...process.env, LC_ALL: '', LC_MESSAGES: 'C', NO_COLOR: '1', ...env, XDG_STATE_HOME },
    maxBuffer: 1e8,
    cwd,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

/** A directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-cli-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A file that is removed after the test. */
export function temporaryFile(name: string, text: string): string {
  const file = join(temporaryDirectory(), name);
  writeFileSync(file, text);
  return file;
}
