// `xmppspec coverage`.

import { stdout } from 'node:process';
import { citedByCases, coverage, coverageData, coverageText } from '../report/coverage.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/section-map.ts';
import { loadCases } from './load-cases.ts';

/** Prints which observable requirements the scenarios check. Throws `ScenarioError`. */
export async function coverageCommand(args: { readonly json: boolean }): Promise<void> {
  const requirements = loadRequirements();
  const { all } = await loadCases({ selectors: [], roots: undefined, requirements });
  const report = coverage(requirements, citedByCases(all));
  const text = () => coverageText(report, loadSectionTitles());
  stdout.write(args.json ? `${JSON.stringify(coverageData(report), null, 2)}\n` : text());
}
