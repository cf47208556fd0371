// `xmppspec mutants`.

import { availableParallelism } from 'node:os';
import { FAULTY_SIDES } from '../reference/fault.ts';
import { defineCommand } from './command-line/command.ts';
import { numberOption } from './command-line/number-options.ts';
import { JSON_OUTPUT, MODE, SELECTOR, TEXT } from './command-line/options.ts';

export const mutantsCommand = defineCommand({
  command: 'mutants [selector...]',
  describe: 'test the suite on reference servers that each break one rule; every one must be caught',
  builder: (y) =>
    y
      .positional('selector', SELECTOR)
      .option('jobs', {
        ...numberOption('jobs'),
        alias: 'j',
        default: availableParallelism(),
        describe: 'number of processes that share the mutants',
      })
      .option('shard', { ...TEXT, describe: 'I/N or index/N: run every Nth mutant, beginning with the Ith' })
      .option('timeout', {
        ...numberOption('timeout'),
        default: 1000,
        describe: 'timeout of each wait in milliseconds',
      })
      .options(MODE)
      .option('side', {
        nargs: 1,
        choices: FAULTY_SIDES,
        describe: 'launch two servers, and give the fault to this one; plays the federated cases',
      })
      .options(JSON_OUTPUT)
      .epilog('A selector is the id of a mutant or a glob, a requirement id, or a section or chapter.'),
  async run(args) {
    const { tryMutants } = await import('./mutant-trials.ts');
    return tryMutants(args);
  },
});
