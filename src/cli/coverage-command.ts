// `xmppspec coverage`.

import { env, stdout } from 'node:process';
import type { Language } from '../model/event.ts';
import { citedByCases, coverage } from '../results/coverage.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/section-map.ts';
import { loadCases } from './load-cases.ts';
import { localeLanguage } from './locale.ts';
import { coverageData, coverageText } from './texts/coverage-text.ts';

/** The arguments of `coverage`, as yargs gives them. */
interface CoverageArguments {
  readonly json: boolean;
  readonly lang: Language | undefined;
}

/** Prints which observable requirements the scenarios check. Throws `ScenarioError`. */
export async function coverageCommand(args: CoverageArguments): Promise<void> {
  const requirements = loadRequirements();
  const { all } = await loadCases({ selectors: [], roots: undefined, requirements });
  const report = coverage(requirements, citedByCases(all));
  const text = () => coverageText(report, loadSectionTitles(), args.lang ?? localeLanguage(env));
  stdout.write(args.json ? `${JSON.stringify(coverageData(report), null, 2)}\n` : text());
}
