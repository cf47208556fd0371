// The JSON report. `results/report-schema.ts` defines it.

import { z } from 'zod';
import type { Reporter, ReporterSetup } from '../model/event.ts';
import { type ReportedResult, reportSchema, resultSchema, type StreamedReport } from '../results/report-schema.ts';
import { reportOf } from '../results/report-write.ts';
import { jsonText } from './text/json-text.ts';

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
 * report is not as its schema says. Once the results have `room` characters, later ones are written without transcript.
 */
export function writeReport(report: StreamedReport, write: (text: string) => void, room = MAX_RESULTS): void {
  const { results, transcriptsLeftOut = 0, ...frame } = report;
  const [before = '', after = ''] = jsonText(z.encode(reportSchema, { ...frame, results: [] })).split(NO_RESULTS);
  write(`${before}\n  "results": [`);
  const written = writeResults(results, write, room);
  const leftOut = transcriptsLeftOut + written.leftOut;
  const note = leftOut === 0 ? '' : `\n  "transcriptsLeftOut": ${leftOut},`;
  write(`${written.count === 0 ? '' : '\n  '}],${note}${after}`);
}

/** Writes the items of the list, and returns how many they are, and how many have no transcript for lack of room. */
function writeResults(results: StreamedReport['results'], write: (text: string) => void, most: number) {
  let [count, leftOut, room, waiting] = [0, 0, most, ''];
  for (const result of results) {
    const whole = indented(z.encode(resultSchema, result));
    const isCut = whole.length > room && result.transcript !== undefined;
    const text = isCut ? indented(z.encode(resultSchema, withoutTranscript(result))) : whole;
    waiting += `${count === 0 ? '' : ','}\n${text}`;
    count += 1;
    leftOut += Number(isCut);
    room -= text.length;
    if (waiting.length < AT_ONCE) continue;
    write(waiting);
    waiting = '';
  }
  if (waiting !== '') write(waiting);
  return { count, leftOut };
}

/** Characters written at once: a compressed file packs each write by itself. */
const AT_ONCE = 1_000_000;

/** Characters of the results, apart from what every result must have: a server that fails most cases gives 37,000,000. */
const MAX_RESULTS = 100_000_000;

/** The result without its transcript, and without the places of its failures there. */
function withoutTranscript({ transcript: _, checks, ...result }: ReportedResult): ReportedResult {
  return { ...result, checks: checks.map(({ closestAt: _closest, causeAt: _cause, ...check }) => check) };
}

/** The place of the results in a report without any. Only keys of the report itself stand behind two blanks. */
const NO_RESULTS = '\n  "results": [],';

/** A result as an item of the list: each line has four more blanks, those of two lists around it. */
const indented = (result: unknown): string => jsonText([[result]]).slice('[\n  [\n'.length, -'\n  ]\n]\n'.length);
