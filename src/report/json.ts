// The JSON report. `results/report-schema.ts` defines it.

import { z } from 'zod';
import type { Reporter, ReporterSetup } from '../model/event.ts';
import { reportSchema, resultSchema, type StreamedReport } from '../results/report-schema.ts';
import { reportOf } from '../results/report-write.ts';

/** Writes one JSON document when the run is finished. */
export function createJsonReporter({ requirements, write }: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') writeReport(reportOf(event, requirements), write);
    },
  };
}

/**
 * Writes the report as it is in a file, result by result: the whole text may be too long for a string. Throws if the
 * report is not as its schema says.
 */
export function writeReport({ results, ...frame }: StreamedReport, write: (text: string) => void): void {
  const [before = '', after = ''] = jsonText(z.encode(reportSchema, { ...frame, results: [] })).split(NO_RESULTS);
  write(`${before}\n  "results": [`);
  let isFirst = true;
  for (const result of results) {
    write(`${isFirst ? '' : ','}\n${indented(z.encode(resultSchema, result))}`);
    isFirst = false;
  }
  write(`${isFirst ? '' : '\n  '}],${after}`);
}

/** The place of the results in a report without any. Only keys of the report itself stand behind two blanks. */
const NO_RESULTS = '\n  "results": [],';

/** A result as an item of the list: each line has four more blanks. */
const indented = (result: unknown): string => `    ${jsonText(result).trimEnd().replaceAll('\n', '\n    ')}`;

/** Data as JSON. Also escapes the characters that a terminal obeys or hides, which JSON itself need not escape. */
export function jsonText(data: unknown): string {
  const escapeUnits = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)}\n`;
}
