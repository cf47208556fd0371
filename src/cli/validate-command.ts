// `xmppspec validate`.

import process from 'node:process';
import { COMMON } from '../wording/common.ts';
import { defineCommand } from './command-line/command.ts';
import { EXIT } from './ending/exit-code.ts';
import { notices, ownLanguage } from './terminal/terminal.ts';

export const validateCommand = defineCommand({
  command: 'validate [file...]',
  describe: 'check scenario files or directories of them; without arguments, the shipped scenarios',
  builder: (y) =>
    y.positional('file', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'scenario files, or directories of them',
    }),
  async run({ file: paths }) {
    const { kindOf, loadCases, notifyWarnings } = await import('./load-cases.ts');
    const roots = paths.filter((path) => kindOf(path) === 'directory');
    const files = paths.filter((path) => kindOf(path) === 'file');
    const { all, warnings } = await loadCases({ selectors: [], files, ...(roots.length > 0 && { roots }) });
    const [lang, words] = [ownLanguage(), notices()];
    notifyWarnings(warnings);
    const doubts = warnings.length === 0 ? [] : [words.warnings(warnings.length)];
    const count = new Set(all.map(({ place }) => place.file)).size;
    process.stdout.write(`${[words.validated(count, all.length), ...doubts].join(COMMON[lang].comma)}\n`);
    return EXIT.ok;
  },
});
