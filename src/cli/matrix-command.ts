// `xmppspec matrix`.

import process from 'node:process';
import { usageError } from '../wording/usage.ts';
import { defineCommand } from './command-line/command.ts';
import { LANGUAGE, TEXT } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { localeLanguage } from './terminal/terminal.ts';

export const matrixCommand = defineCommand({
  command: 'matrix <file...>',
  describe: 'compare the JSON reports of several servers or versions side by side',
  builder: (y) =>
    y
      .positional('file', { type: 'string', array: true, demandOption: true, describe: 'JSON reports' })
      .options(LANGUAGE)
      .option('html', { ...TEXT, describe: 'also write an HTML page to this file' })
      .example('$0 matrix prosody.json ejabberd.json --html matrix.html', 'as text, and as a page'),
  async run({ file: files, html, lang = localeLanguage(process.env) }) {
    if (files.length < 2) {
      throw usageError('twoReports', files.length);
    }
    const { readCounted } = await import('../results/report-file.ts');
    const { matrixOf } = await import('../results/matrix.ts');
    const { matrixText } = await import('../report/matrix/matrix-text.ts');
    const { wantsColor } = await import('./terminal/terminal.ts');
    const { createPaint } = await import('../report/text/paint.ts');
    const { loadRequirements } = await import('../spec/requirements.ts');
    const { requirementsIn } = await import('../results/own-requirements.ts');
    const reports = readCounted(files);
    const requirements = requirementsIn(
      reports.map(({ report }) => report),
      loadRequirements(),
    );
    const matrix = matrixOf(reports, requirements);
    if (html !== undefined) {
      const { matrixHtml } = await import('../report/matrix/matrix-html.ts');
      const { openFile } = await import('./files/open-file.ts');
      openFile(html)(matrixHtml(matrix, { lang, requirements }));
    }
    process.stdout.write(matrixText(matrix, { lang, requirements, paint: createPaint(wantsColor()) }));
    return EXIT.ok;
  },
});
