// `xmppspec bug`.

import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { LANGUAGE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { localeLanguage } from './terminal/terminal.ts';

export const bugCommand = defineCommand({
  command: 'bug <report> [finding]',
  describe:
    "write a finding of a JSON report as an issue for the server's tracker, in Markdown; without FINDING, list them",
  builder: (y) =>
    y
      .positional('report', { type: 'string', demandOption: true, describe: 'file of --reporter json=FILE' })
      .positional('finding', { type: 'string', describe: 'key of a finding, or the requirement that it breaks' })
      .options(LANGUAGE)
      .example('$0 bug report.json', 'the findings with their keys')
      .example('$0 bug report.json 2.3.3-d/differs-iq.type', 'one of them as an issue'),
  async run({ report: file, finding: wanted, lang = localeLanguage(process.env) }) {
    const { readReports } = await import('../results/report-file.ts');
    const { resultOf } = await import('../results/report-read.ts');
    const { requirementsIn } = await import('../results/own-requirements.ts');
    const { loadRequirements } = await import('../spec/requirements.ts');
    const { findingsOf } = await import('../results/findings/findings.ts');
    const { publishedAt } = await import('./version.ts');
    const { listText, bugText } = await import('./bug/bug.ts');
    const [read] = readReports([file]);
    if (read === undefined) throw new Error('expected one report');
    const findings = findingsOf(read.report.results.map(resultOf));
    const requirements = requirementsIn([read.report], loadRequirements());
    const options = { report: read.report, findings, requirements, lang, published: publishedAt() };
    process.stdout.write(wanted === undefined ? listText(options) : bugText(options, wanted));
    return EXIT.ok;
  },
});
