// `xmppspec validate`.

import process from 'node:process';
import { counted } from '../wording/counted.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';

export const validateCommand = defineCommand({
  command: 'validate [file...]',
  describe: 'check scenario files or directories of them; without arguments, the shipped scenarios',
  builder: (y) => y.positional('file', { type: 'string', array: true, default: [] as string[] }),
  async run({ file: paths }) {
    const { kindOf, loadCases } = await import('./load-cases.ts');
    const roots = paths.filter((path) => kindOf(path) === 'directory');
    const files = paths.filter((path) => kindOf(path) === 'file');
    const { all, warnings } = await loadCases({ selectors: [], files, ...(roots.length > 0 && { roots }) });
    for (const { place, message } of warnings) {
      process.stderr.write(`${formatMistake({ place, message: `warning: ${message}` })}\n`);
    }
    const doubts = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
    const count = new Set(all.map(({ place }) => place.file)).size;
    process.stdout.write(`${counted(count, 'scenario file')}, ${counted(all.length, 'case')}, no mistakes${doubts}\n`);
    return EXIT.ok;
  },
});
