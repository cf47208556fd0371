// `xmppspec diff`.

import process from 'node:process';
import { usageError } from '../wording/usage.ts';
import { defineCommand } from './command-line/command.ts';
import { JSON_OUTPUT, LANGUAGE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { explained } from './ending/exit-note.ts';
import { localeLanguage, notices } from './terminal/terminal.ts';

export const diffCommand = defineCommand({
  command: 'diff <old> <new>',
  describe: 'compare two JSON reports: what is worse, better, new or gone; exit code 1 if something is worse',
  builder: (y) =>
    y
      .positional('old', { type: 'string', demandOption: true, describe: 'JSON report of the earlier run' })
      .positional('new', { type: 'string', demandOption: true, describe: 'JSON report of the later run' })
      .options(LANGUAGE)
      .options(JSON_OUTPUT),
  async run({ old, new: current, json, lang = localeLanguage(process.env) }) {
    const { readVerdicts } = await import('../results/report-file.ts');
    const { diffReports, worseIn } = await import('../results/diff.ts');
    const { diffText } = await import('./texts/diff-text.ts');
    const { wantsColor } = await import('./terminal/terminal.ts');
    const { jsonText } = await import('../report/text/json-text.ts');
    const { createPaint } = await import('../report/text/paint.ts');
    const { requirementsIn } = await import('../results/own-requirements.ts');
    const { loadRequirements } = await import('../spec/requirements.ts');
    const [before, after] = readVerdicts([old, current]);
    if (before === undefined || after === undefined) throw new Error('expected two reports');
    const known = new Set(before.report.results.map(({ id }) => id));
    if (!after.report.results.some(({ id }) => known.has(id))) {
      throw usageError('noCommonCase', before.file, after.file);
    }
    const diff = diffReports(before.report, after.report);
    const requirements = requirementsIn([before.report, after.report], loadRequirements());
    const look = { requirements, paint: createPaint(wantsColor()), lang };
    process.stdout.write(json ? jsonText(diff) : diffText(diff, look));
    const { cases, requirements: rules } = worseIn(diff);
    return cases + rules === 0 ? EXIT.ok : explained(EXIT.failed, notices().worse(cases, rules));
  },
});
