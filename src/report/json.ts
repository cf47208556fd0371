// The JSON report. `results/report-schema.ts` defines it.

import { z } from 'zod';
import type { Reporter, ReporterSetup } from '../model/event.ts';
import { type Report, reportSchema } from '../results/report-schema.ts';
import { reportOf } from '../results/report-write.ts';

/** Writes one JSON document when the run is finished. */
export function createJsonReporter({ requirements, write }: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') write(reportText(reportOf(event, requirements)));
    },
  };
}

/** The report as it is in a file. Throws if the report is not as its schema says. */
export function reportText(report: Report): string {
  return jsonText(z.encode(reportSchema, report));
}

/** Data as JSON. Also escapes the characters that a terminal obeys or hides, which JSON itself need not escape. */
export function jsonText(data: unknown): string {
  const escapeUnits = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)}\n`;
}
