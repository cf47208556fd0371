// `xmppspec validate`.

import { statSync } from 'node:fs';
import process from 'node:process';
import { counted } from '../wording/counted.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';

export const validateCommand = defineCommand({
  command: 'validate [file...]',
  describe: 'check scenario files or directories of them; without arguments, the shipped scenarios',
  builder: (y) => y.positional('file', { type: 'string', array: true, default: [] as string[] }),
  async run({ file: paths }) {
    const { loadCases } = await import('./load-cases.ts');
    const roots = paths.filter(isDirectory);
    const files = paths.filter((path) => !isDirectory(path));
    const { selected } = await loadCases({ selectors: files, ...(roots.length > 0 && { roots }) });
    const count = new Set(selected.map(({ place }) => place.file)).size;
    process.stdout.write(`${counted(count, 'scenario file')}, ${counted(selected.length, 'case')}, no mistakes\n`);
    return EXIT.ok;
  },
});

const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
