// Reports as they are read back from files, for the tests of this room.

import type { CaseResult } from '../model/result.ts';
import { createJsonReporter } from '../report/json.ts';
import { written } from '../report/report.test-kit.ts';
import type { ReportData } from './report-data.ts';

/** What the JSON reporter writes about these results. */
export function reportOf(results: readonly CaseResult[], changes: Partial<ReportData> = {}): ReportData {
  return { ...(JSON.parse(written(createJsonReporter, results)) as ReportData), ...changes };
}
