// `xmppspec completion`.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { type CommandEntry, defineCommand } from './command-line/command.ts';
import { EXIT } from './ending/exit-code.ts';

/** The command that prints a script for a shell, and answers it. It completes what `commands` returns, with itself. */
export const completionCommandFor = (commands: () => readonly CommandEntry[]): CommandEntry =>
  defineCommand({
    command: 'completion <shell>',
    describe:
      'print a script that completes commands, options, targets, cases and findings in bash, zsh or fish, also behind npx',
    builder: (y) =>
      y
        .positional('shell', {
          describe: 'name of the shell',
          choices: ['bash', 'zsh', 'fish'] as const,
          demandOption: true,
        })
        // The script asks with it: the words typed so far are on standard input.
        .options({ words: { type: 'boolean', default: false, hidden: true } } as const)
        .example('source <($0 completion bash)', 'in ~/.bashrc')
        .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit')
        .example('$0 completion fish > ~/.config/fish/completions/xmppspec.fish', 'once, for fish'),
    async run({ shell, words }) {
      const { SCRIPTS, FILES_LINE } = await import('./command-line/completion-script.ts');
      if (!words) {
        process.stdout.write(SCRIPTS[shell]);
        return EXIT.ok;
      }
      const { candidates } = await import('./command-line/completion.ts');
      const { SOURCES } = await import('./completion-sources.ts');
      const typed = readFileSync(0, 'utf8').split('\n').slice(0, -1);
      const found = await candidates(typed, commands(), SOURCES);
      const lines = found.words.map(({ word, about }) => (about === '' ? word : `${word}\t${about}`));
      process.stdout.write([...lines, ...(found.hasFiles ? [FILES_LINE] : [])].map((line) => `${line}\n`).join(''));
      return EXIT.ok;
    },
  });
