// `xmppspec completion`.

import process from 'node:process';
import { type CommandEntry, defineCommand } from './command-line/command.ts';
import { EXIT } from './ending/exit-code.ts';

/** The command that prints a script for a shell. It completes what `commands` returns, with itself. */
export const completionCommandFor = (commands: () => readonly CommandEntry[]): CommandEntry =>
  defineCommand({
    command: 'completion <shell>',
    describe: 'print a script that completes commands, options and their values in bash, zsh or fish',
    builder: (y) =>
      y
        .positional('shell', { choices: ['bash', 'zsh', 'fish'] as const, demandOption: true, describe: 'the shell' })
        .example('source <($0 completion bash)', 'in ~/.bashrc')
        .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit')
        .example('$0 completion fish > ~/.config/fish/completions/xmppspec.fish', 'once, for fish'),
    async run({ shell }) {
      const [{ completionScript }, { TARGET_NAMES: targets }, { reporterNames }, { features }] = await Promise.all([
        import('./command-line/completion.ts'),
        import('../target/target-names.ts'),
        import('../report/reporters.ts'),
        import('../spec/features.ts'),
      ]);
      const [{ loadCases }, { scenarioOf }] = await Promise.all([
        import('./load-cases.ts'),
        import('../results/latitude.ts'),
      ]);
      const { all } = await loadCases({ selectors: [] });
      const sections = new Set(all.map(({ section }) => section));
      const selectors = ['local', 'remote', 'federated', ...features.map(({ name }) => name), ...sections];
      const scenarios = [...new Set(all.map(({ id }) => scenarioOf(id)))];
      const words = {
        options: { target: 'targets', peer: 'targets', reporter: reporterNames, exclude: 'selectors' },
        commands: { run: 'selectors', list: 'selectors', doctor: 'selectors', federate: 'targets' },
        lists: { targets, selectors, scenarios },
      } as const;
      process.stdout.write(completionScript(shell, commands(), words));
      return EXIT.ok;
    },
  });
