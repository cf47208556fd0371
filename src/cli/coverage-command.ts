// `xmppspec coverage`.

import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { JSON_OUTPUT, LANGUAGE, SCENARIO_FILES, SUITE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { localeLanguage } from './terminal/terminal.ts';

export const coverageCommand = defineCommand({
  command: 'coverage [file...]',
  describe: 'count the observable requirements that cases check, by chapter, feature and level, and list the others',
  builder: (y) => y.positional('file', SCENARIO_FILES).options(SUITE).options(LANGUAGE).options(JSON_OUTPUT),
  async run({ file: paths, suite: suites, json, lang = localeLanguage(process.env) }) {
    const { loadCases } = await import('./load-cases.ts');
    const { citedByCases, coverage } = await import('../results/coverage.ts');
    const { coverageData, coverageText } = await import('./texts/coverage-text.ts');
    const { loadSectionTitles } = await import('../spec/sections.ts');
    const { jsonText } = await import('../report/text/json-text.ts');
    const { isOwn } = await import('../spec/requirements.ts');
    const loaded = await loadCases({ selectors: [], places: paths, suites, besideShipped: true });
    const { all, requirements, hasShipped } = loaded;
    // Of the catalogue, suites of other specifications check what they need.
    const counted = hasShipped ? requirements : new Map([...requirements].filter(([, one]) => isOwn(one)));
    const report = coverage(counted, citedByCases(all));
    process.stdout.write(json ? jsonText(coverageData(report)) : coverageText(report, loadSectionTitles(), lang));
    return EXIT.ok;
  },
});
