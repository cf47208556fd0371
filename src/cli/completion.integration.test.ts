// The completion scripts in real shells, where they are installed.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFile, xmppspec } from './cli.test-kit.ts';

const script = async (shell: string) =>
  temporaryFile(`completion.${shell}`, (await xmppspec(['completion', shell])).stdout);

const isInstalled = (shell: string) =>
  ['/bin', '/usr/bin', '/usr/local/bin'].some((bin) => existsSync(`${bin}/${shell}`));

/** What is completed: words typed so far, and what a completion offers among others. */
const COMPLETIONS: readonly (readonly [words: readonly string[], offered: string])[] = [
  [['co'], 'completion'],
  [['run', '--tar'], '--target'],
  [['run', '--target', 'pro'], 'prosody-debian'],
  [['run', '-r', 'ju'], 'junit-strict'],
  [['run', 'roster-p'], 'roster-push'],
  [['merge', '--la'], '--lang'],
  [['run', '--lang', 'z'], 'zh'],
  [['completion', 'f'], 'fish'],
  [['run', '3.1.'], '3.1.2'],
  [['run', 'rfc6121/2.3.2/ad'], 'rfc6121/2.3.2/add'],
  [['doctor', '--exclude', 'rfc6121/2.3.2/ad'], 'rfc6121/2.3.2/add'],
  [['run', '-t', 'sta'], 'staging'],
  [['run', '--peer', 'sec'], 'second'],
];

/** A working directory with a config file. */
function workingDirectory(): string {
  const config =
    'targets:\n  staging: # ours\n    address: xmpp://a.example\n\n  other: {}\npeers:\n  second:\n    address: b\n';
  return dirname(temporaryFile('xmppspec.config.yaml', config));
}

test.runIf(isInstalled('bash')).each(COMPLETIONS)('bash completes %j with %s', async (words, offered) => {
  const typed = ['xmppspec', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _xmppspec; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['--norc', '-c', `source '${await script('bash')}'; ${ask}`], {
    encoding: 'utf8',
    cwd: workingDirectory(),
  });
  expect(output.split('\n')).toContain(offered);
  expect(
    output
      .trim()
      .split('\n')
      .every((line) => line.startsWith(words.at(-1) ?? '')),
  ).toBe(true);
});

test.runIf(isInstalled('bash'))('bash completes a value after =, which it splits', async () => {
  const ask = `COMP_WORDS=(xmppspec run --lang = z); COMP_CWORD=4; _xmppspec; echo "\${COMPREPLY[@]}"`;
  expect(execFileSync('bash', ['-c', `source '${await script('bash')}'; ${ask}`], { encoding: 'utf8' })).toBe('zh\n');
});

test.runIf(isInstalled('fish')).each(COMPLETIONS)('fish completes %j with %s', async (words, offered) => {
  const line = ['xmppspec', ...words].join(' ');
  const output = execFileSync(
    'fish',
    ['--no-config', '-c', `source '${await script('fish')}'; complete -C '${line}'`],
    {
      encoding: 'utf8',
      cwd: workingDirectory(),
      env: { ...process.env, HOME: '/nonexistent' },
    },
  );
  expect(output.split('\n').map((one) => one.split('\t')[0])).toContain(offered);
});

// The function of that name prints what the line has become; a terminal is needed for the completion.
const ZSH = `
zmodload zsh/zpty
zpty shell "zsh -f -i"
zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -D; source $1; xmppspec() { print -r -- \\"<got \\$*>\\" }; print ready''now"
zpty -r shell output "*readynow*"
zpty -w shell "xmppspec $2"$'\\t'
zpty -r shell output "*<got *>*"
print -r -- "$output"
zpty -d shell
`;

test.runIf(isInstalled('zsh')).each([
  [['comple'], 'completion'],
  [['run', '--targ'], 'run --target'],
  [['run', '--target', 'jabber'], 'run --target jabberd2'],
  [['run', '-r', 'junit-s'], 'run -r junit-strict'],
  [['run', 'roster-pu'], 'run roster-push'],
  [['completion', 'fi'], 'completion fish'],
  [['run', 'rfc6121/2.3.2/add-an'], 'run rfc6121/2.3.2/add-another'],
  [['run', '-t', 'stag'], 'run -t staging'],
] as const)('zsh completes %j to %s', async (words, line) => {
  const program = temporaryFile('ask.zsh', ZSH);
  const output = execFileSync('zsh', ['-f', program, await script('zsh'), words.join(' ')], {
    encoding: 'utf8',
    cwd: workingDirectory(),
    timeout: 60_000,
  });
  expect(output).not.toMatch(/bad option|_xmppspec:|_alternative:/);
  expect(/.*<got ([^>]*?) *>/s.exec(output)?.[1]).toBe(line);
});
