// `xmppspec validate`.

import process from 'node:process';
import { COMMON } from '../wording/common.ts';
import { defineCommand } from './command-line/command.ts';
import { SUITE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { notices, ownLanguage } from './terminal/terminal.ts';

export const validateCommand = defineCommand({
  command: 'validate [file...]',
  describe: 'check scenario files or directories of them; without arguments, the shipped scenarios',
  builder: (y) =>
    y
      .positional('file', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'scenario files, or directories of them',
      })
      .options(SUITE),
  async run({ file: paths, suite: suites }) {
    const { loadCases, notifyWarnings } = await import('./load-cases.ts');
    const { selected, warnings } = await loadCases({ selectors: [], places: paths, suites });
    const [lang, words] = [ownLanguage(), notices()];
    notifyWarnings(warnings);
    const doubts = warnings.length === 0 ? [] : [words.warnings(warnings.length)];
    const count = new Set(selected.map(({ place }) => place.file)).size;
    process.stdout.write(`${[words.validated(count, selected.length), ...doubts].join(COMMON[lang].comma)}\n`);
    return EXIT.ok;
  },
});
