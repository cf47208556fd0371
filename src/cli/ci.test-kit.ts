// A CI environment for tests of the templates: a repository with a server of its own, and an npm that installs this checkout.

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freeAddress } from '../target/this-machine.ts';
import { program, temporaryDirectory } from './cli.test-kit.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const file = (name: string): string => readFileSync(join(root, name), 'utf8');

/** The cases that are run, because the suite is not the subject: two of 2.3.2 pass, one fails on the server of the repository, one is skipped. */
const CASES = ['2.3.2/add', '2.3.2/add-another', '2.3.3/refused[two-items]', '2.3.3/managed-elsewhere'];

/** Breaks a rule of 2.3.3. */
const MUTANT = 'rfc6121-2.3.3-c/all-taken';

/** What the templates install until a reader puts an address of their own in its place: no name that a stranger can own. */
export const PLACEHOLDER = 'git+https://replace-me.invalid/xmppspec.git';

/** The baseline that lists what fails. */
const KNOWN = 'known-failures.yaml';

export interface Shell {
  readonly code: number | null;
  readonly output: string;
}

export interface Repository {
  readonly directory: string;
  /** Runs a script as a step of the system does, in the repository; `env` is what the system adds. */
  run(script: string, env?: Readonly<Record<string, string>>, shell?: readonly string[]): Promise<Shell>;
  read(name: string): string;
}

/** `npm` installs this checkout, and `npx` runs it. Both select few cases for `run` and `doctor`. */
function tools(directory: string): string {
  const bin = join(directory, 'tools');
  mkdirSync(bin);
  const select = `case "$1" in run|doctor) set -- "$@" ${CASES.map((id) => `'rfc6121/${id}'`).join(' ')} ;; esac`;
  const start = `exec '${process.execPath}' '${program}' "$@"`;
  const write = (name: string, lines: readonly string[]) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines.join('\n')}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  write('xmppspec', [select, start]);
  write('npx', ['shift', select, start]);
  write('npm', [
    'prefix=""; global=""; last=""',
    'for word in "$@"; do',
    '  [ "$last" = --prefix ] && prefix="$word"',
    '  [ "$word" = --global ] && global=yes',
    '  last="$word"',
    'done',
    '[ "$1" = ci ] && { [ -f "$prefix/package-lock.json" ]; exit; }',
    `case "$last" in '${PLACEHOLDER}') ;; *) echo "unknown package $last" >&2; exit 1 ;; esac`,
    `if [ -n "$global" ]; then mkdir -p "$prefix/bin" && cp '${bin}/xmppspec' "$prefix/bin/"`,
    `else mkdir -p "$prefix/node_modules" && ln -sfn '${root}' "$prefix/node_modules/xmppspec"; fi`,
  ]);
  return bin;
}

/** A repository with the config file of the templates, changed so that `ci` is a server with a fault on a free port. */
export async function makeRepository(): Promise<Repository> {
  const home = temporaryDirectory();
  const directory = join(home, 'repository');
  mkdirSync(join(directory, '.git'), { recursive: true });
  const bin = tools(home);
  const { host, port } = await freeAddress();
  const config = file('ci/xmppspec.config.yaml')
    .replace('127.0.0.1:5222', `${host}:${port}`)
    .replace('example.org', 'xmppspec.localhost');
  writeFileSync(join(directory, 'xmppspec.config.yaml'), config);
  const server = `'${process.execPath}' '${program}' serve --host ${host} --port ${port} --mutant '${MUTANT}'`;
  writeFileSync(join(directory, 'start-test-server'), `#!/bin/sh\nexec ${server}\n`);
  chmodSync(join(directory, 'start-test-server'), 0o755);
  writeFileSync(join(directory, KNOWN), 'server: the server of the test\nknown: []\n');
  const basis = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    LC_MESSAGES: 'C',
    CI: 'true',
  };
  return {
    directory,
    read: (name) => readFileSync(join(directory, name), 'utf8'),
    async run(script, env = {}, shell = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c']) {
      const [command = 'sh', ...args] = shell;
      const child = spawn(command, [...args, `exec 2>&1\n${script}`], {
        cwd: directory,
        env: { ...basis, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
      const output = await text(child.stdout as NonNullable<typeof child.stdout>);
      return { code: await exit, output };
    },
  };
}

/** Lists what fails in the baseline, so that the runs that follow end with 0. */
export async function acceptFailures({ run }: Repository): Promise<void> {
  const { code, output } = await run(
    `xmppspec run --target ci --baseline ${KNOWN} --update-baseline --reason "a fault of the test"`,
  );
  if (code !== 0) throw new Error(output);
}
