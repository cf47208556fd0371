// `xmppspec diff`: two reports compared.

import process from 'node:process';
import type { Language } from '../model/event.ts';
import { jsonText } from '../report/json.ts';
import { createPaint } from '../report/text/paint.ts';
import { diffReports, gotWorse } from '../results/diff.ts';
import { readReports } from '../results/report-file.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage-error.ts';
import { localeLanguage } from './locale.ts';
import { wantsColor } from './outputs.ts';
import { diffText } from './texts/diff-text.ts';

export interface DiffArguments {
  readonly old: string;
  readonly new: string;
  readonly json: boolean;
  readonly lang: Language | undefined;
}

/** Prints what differs. Returns 1 when something got worse, else 0. Throws `UsageError` for files that are no reports. */
export function diffCommand(args: DiffArguments): 0 | 1 {
  const [before, after] = readReports([args.old, args.new]);
  if (before === undefined || after === undefined) throw new Error('expected two reports');
  const known = new Set(before.report.results.map(({ id }) => id));
  if (!after.report.results.some(({ id }) => known.has(id)))
    throw new UsageError(`${before.file} and ${after.file} have no case in common; nothing can be compared`);
  const diff = diffReports(before.report, after.report);
  const lang = args.lang ?? localeLanguage(process.env);
  const look = { requirements: loadRequirements(), paint: createPaint(wantsColor()), lang };
  process.stdout.write(args.json ? jsonText(diff) : diffText(diff, look));
  return gotWorse(diff) ? 1 : 0;
}
