// `xmppspec matrix`: reports of several servers or versions side by side.

import process from 'node:process';
import type { Language } from '../model/event.ts';
import { matrixHtml } from '../report/matrix/page.ts';
import { matrixText } from '../report/matrix/text.ts';
import { createPaint } from '../report/text/paint.ts';
import { matrixOf } from '../results/matrix.ts';
import { readReports } from '../results/report-file.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage-error.ts';
import { localeLanguage } from './locale.ts';
import { openFile } from './open-file.ts';
import { wantsColor } from './outputs.ts';

export interface MatrixArguments {
  readonly file: readonly string[];
  readonly html: string | undefined;
  readonly lang: Language | undefined;
}

/** Prints where the servers differ, and writes the page where one is asked for. Throws `UsageError` for files that are no reports. */
export function matrixCommand({ file: files, html, lang: wanted }: MatrixArguments): void {
  if (files.length < 2)
    throw new UsageError(`expected reports of at least two servers or versions, got ${files.length}`);
  const requirements = loadRequirements();
  const matrix = matrixOf(readReports(files), requirements);
  const lang = wanted ?? localeLanguage(process.env);
  if (html !== undefined) openFile(html)(matrixHtml(matrix, { lang, requirements }));
  process.stdout.write(matrixText(matrix, { lang, requirements, paint: createPaint(wantsColor()) }));
}
