// baselines/<server>.yaml: failures already known, each with requirement, clause, what was seen and why the server is wrong.

import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Case, KnownFailure, Requirement } from '../model.ts';
import { LINTED } from '../run/lint.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { UsageError } from './errors.ts';

const given = z.string().trim().min(1, 'expected words, got none');
const entrySchema = z.strictObject({
  case: z.string(),
  requirement: z.string(),
  clause: given,
  checks: z.array(z.string()).min(1),
  seen: given,
  reason: z.string().trim().min(1, 'expected why this is the fault of the server, got nothing'),
  link: z.url().optional(),
  expires: z.iso.date().optional(),
});

const baselineSchema = z.strictObject({ server: z.string(), known: z.array(entrySchema) });

export type BaselineEntry = z.infer<typeof entrySchema>;
export type Baseline = z.infer<typeof baselineSchema>;

interface Known {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** Reads a baseline. Throws `UsageError` with the line of every mistake. */
export function readBaseline(file: string, known: Known): Baseline {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new UsageError(`${file}: ${syntax.message}`);
  const parsed = baselineSchema.safeParse(document.toJS());
  const at = (index: number, key: string) => `${file}:${lineOf(document, index, key, lines)}`;
  if (!parsed.success) throw new UsageError(parsed.error.issues.map((issue) => told(issue, file, at)).join('\n'));
  const mistakes = parsed.data.known.flatMap((entry, index) => [
    ...unknownCase(entry.case, known).map((m) => `${at(index, 'case')} ${m}`),
    ...uncited(entry, known).map((m) => `${at(index, 'requirement')} ${m}`),
  ]);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return parsed.data;
}

/** The entries that still count: one that expires does so at the end of that day (UTC). */
export function knownFailures({ known }: Baseline, now: Date): readonly KnownFailure[] {
  const today = now.toISOString().slice(0, 10);
  const lasting = known.filter(({ expires }) => expires === undefined || expires >= today);
  return lasting.map(({ case: id, requirement, checks, reason }) => ({ case: id, requirement, checks, reason }));
}

function told(issue: z.core.$ZodIssue, file: string, at: (index: number, key: string) => string): string {
  const [list, index, key] = issue.path;
  const where = list === 'known' && typeof index === 'number' ? at(index, String(key ?? 'case')) : file;
  return `${where} ${issue.path.slice(2).join('.')}: ${issue.message}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--baseline: cannot read "${file}"`, { cause: error });
  }
}

const unknownCase = (id: string, { cases }: Known): readonly string[] => {
  const ids = cases.map((aCase) => aCase.id);
  return ids.includes(id) ? [] : [`unknown case "${id}"${didYouMean(id, ids)}`];
};

/** A requirement that its case neither cites nor is held against could never fail there, so its entry would stay for ever. */
function uncited(entry: { case: string; requirement: string }, { cases, requirements }: Known): readonly string[] {
  const { requirement: id } = entry;
  if (!requirements.has(id)) return [`unknown requirement "${id}"${didYouMean(id, requirements.keys())}`];
  const cited = cases.find((aCase) => aCase.id === entry.case)?.requirements;
  if (cited === undefined || cited.includes(id) || LINTED.has(id)) return [];
  return [`${entry.case} does not cite ${id}; remove the entry`];
}

function lineOf(document: ReturnType<typeof parseDocument>, index: number, key: string, lines: LineCounter): number {
  const list = isMap(document.contents) ? document.contents.get('known') : undefined;
  const entry = isSeq(list) ? list.items[index] : undefined;
  const value = isMap(entry) ? (entry.get(key, true) ?? entry) : undefined;
  const range = isScalar(value) || isMap(value) || isSeq(value) ? value.range : undefined;
  return range ? lines.linePos(range[0]).line : 1;
}
