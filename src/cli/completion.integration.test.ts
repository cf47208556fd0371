// The completion scripts in real shells. `npm test` installs them as root on Debian; elsewhere a skipped test names the missing one.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { program, temporaryDirectory, xmppspec } from './cli.test-kit.ts';

const isInstalled = (shell: string) =>
  ['/bin', '/usr/bin', '/usr/local/bin'].some((bin) => existsSync(`${bin}/${shell}`));

/** A project with a config file, in which the package is installed, and the script of a shell. */
async function project(shell: string) {
  const directory = temporaryDirectory();
  const bin = join(directory, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(dirname(dirname(program)), join(directory, 'node_modules', 'xmppspec'));
  symlinkSync('../xmppspec/bin/xmppspec.js', join(bin, 'xmppspec'));
  writeFileSync(join(directory, 'xmppspec.config.yaml'), 'targets:\n  corner:\n    address: xmpp://127.0.0.1:5222\n');
  const script = join(directory, `completion.${shell}`);
  writeFileSync(script, (await xmppspec(['completion', shell])).stdout);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}`, HOME: directory, LC_ALL: 'C.UTF-8' };
  const ask = (args: readonly string[]) =>
    execFileSync(shell, [...args], { cwd: directory, env, encoding: 'utf8', timeout: 100_000 });
  return { directory, script, ask };
}

/** What is completed: words typed so far, and what a completion offers among others. */
const COMPLETIONS: readonly (readonly [words: readonly string[], offered: string])[] = [
  [['xmppspec', 'co'], 'completion'],
  [['xmppspec', 'run', '--tar'], '--target'],
  [['xmppspec', 'run', '--target', 'pro'], 'prosody-debian'],
  [['xmppspec', 'run', '-t', 'cor'], 'corner'],
  [['xmppspec', 'run', '-r', 'ju'], 'junit-strict'],
  [['xmppspec', 'run', 'roster-p'], 'roster-push'],
  [['xmppspec', 'run', '2.3.'], '2.3.3'],
  [['xmppspec', 'run', 'rfc6121/2.3.3/r'], 'rfc6121/2.3.3/refused'],
  [['xmppspec', 'explain', 'rfc6121-2.3.3-'], 'rfc6121-2.3.3-d'],
  [['xmppspec', 'run', 'xmppspec.con'], 'xmppspec.config.yaml'],
  [['xmppspec', 'completion', 'f'], 'fish'],
  [['npx', 'xmppspec', 'run', '-t', 'cor'], 'corner'],
];

/** What a shell prints between the answers to two lines. */
const BETWEEN = '====';

/** The completions that lack what they should offer, or offer something else. */
function wrongIn(output: string) {
  const answers = output.split(`${BETWEEN}\n`).map((answer) => answer.trim().split('\n'));
  return COMPLETIONS.filter(([words, offered], at) => {
    const found = answers[at]?.map((line) => line.split('\t')[0] ?? '') ?? [];
    return !found.includes(offered) || !found.every((word) => word.startsWith(words.at(-1) ?? ''));
  });
}

describe.skipIf(!isInstalled('bash'))('bash', () => {
  test('completes commands, options, targets, cases and files, also behind npx', { timeout: 120_000 }, async () => {
    const { script, ask } = await project('bash');
    const lines = COMPLETIONS.map(([words]) => {
      const typed = words.map((word) => `'${word}'`).join(' ');
      const name = words[0] === 'npx' ? '_xmppspec_npx' : '_xmppspec';
      return `COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; ${name}; printf '%s\\n' "\${COMPREPLY[@]}" ${BETWEEN}`;
    });
    expect(wrongIn(ask(['--norc', '-c', `source '${script}'; ${lines.join('; ')}`]))).toEqual([]);
  });

  test('completes a value after =, which it splits', async () => {
    const { script, ask } = await project('bash');
    const line = `COMP_WORDS=(xmppspec run --lang = z); COMP_CWORD=4; _xmppspec; echo "\${COMPREPLY[@]}"`;
    expect(ask(['--norc', '-c', `source '${script}'; ${line}`])).toBe('zh\n');
  });
});

describe.skipIf(!isInstalled('fish'))('fish', () => {
  test('completes commands, options, targets, cases and files, also behind npx', { timeout: 120_000 }, async () => {
    const { script, ask } = await project('fish');
    const lines = COMPLETIONS.map(([words]) => `complete -C '${words.join(' ')}'; echo ${BETWEEN}`);
    expect(wrongIn(ask(['--no-config', '-c', `source '${script}'; ${lines.join('; ')}`]))).toEqual([]);
  });
});

// Functions of these names print what the line has become, and let the script ask. Completion needs a terminal.
const ZSH = `
zmodload zsh/zpty
zpty shell "zsh -f -i"
zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -D; source $1"
zpty -w shell 'xmppspec() { if [[ $3 = --words ]]; then command xmppspec "$@"; else print -r -- "<got $*>"; fi }'
zpty -w shell 'npx() { if [[ $5 = --words ]]; then command npx "$@"; else print -r -- "<got $*>"; fi }'
zpty -w shell "print ready''now"
zpty -r shell output "*readynow*"
zpty -w shell "$2"$'\\t'
zpty -r shell output "*<got [^$]*>*"
print -r -- "\${output##*<got }"
zpty -d shell
`;

describe.skipIf(!isInstalled('zsh'))('zsh', () => {
  test.each([
    ['xmppspec comple', 'completion'],
    ['xmppspec run --target=jabber', 'run --target=jabberd2'],
    ['xmppspec run -t cor', 'run -t corner'],
    ['xmppspec run roster-pu', 'run roster-push'],
    ['xmppspec run rfc6121/2.3.3/ref', 'run rfc6121/2.3.3/refused'],
    ['xmppspec run xmppspec.conf', 'run xmppspec.config.yaml'],
    ['xmppspec completion fi', 'completion fish'],
    ['npx xmppspec run -t cor', 'xmppspec run -t corner'],
  ])('completes %j to %s', async (typed, line) => {
    const { directory, script, ask } = await project('zsh');
    const asking = join(directory, 'ask.zsh');
    writeFileSync(asking, ZSH);
    const output = ask(['-f', asking, script, typed]);
    expect(output.trim().replace(/ *>[\s\S]*$/, '')).toBe(line);
    expect(output).not.toContain('bad option');
  });
});
