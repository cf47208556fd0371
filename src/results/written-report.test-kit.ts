// Reports of results made by hand, for tests.

import { z } from 'zod';
import type { CaseResult } from '../model/result.ts';
import { createJsonReporter } from '../report/json.ts';
import { written } from '../report/report.test-kit.ts';
import { type Report, type ReportData, reportSchema } from './report-schema.ts';

/** The JSON that the reporter writes about these results, parsed. */
export function writtenReport(results: readonly CaseResult[], changes: Partial<ReportData> = {}): ReportData {
  return { ...(JSON.parse(written(createJsonReporter, results)) as ReportData), ...changes };
}

/** The report that is read back from it. */
export function reportOn(results: readonly CaseResult[], changes: Partial<Report> = {}): Report {
  return { ...z.decode(reportSchema, writtenReport(results)), ...changes };
}
