// baselines/<server>.yaml: failures already known, each with requirement, clause, what was seen and why the server is wrong.

import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Case, KnownFailure, Requirement } from '../model.ts';
import { LINTED } from '../run/lint.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { UsageError } from './errors.ts';

const entrySchema = z.strictObject({
  case: z.string(),
  requirement: z.string(),
  clause: z.string(),
  seen: z.string(),
  reason: z.string(),
  link: z.string().optional(),
});

const baselineSchema = z.strictObject({ server: z.string(), known: z.array(entrySchema) });

interface Known {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** Reads a baseline; without a file there is nothing known. Throws `UsageError` with the line of every mistake. */
export function loadBaseline(file: string | undefined, known: Known): readonly KnownFailure[] {
  if (file === undefined) return [];
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new UsageError(`${file}: ${syntax.message}`);
  const parsed = baselineSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw new UsageError(parsed.error.issues.map((i) => `${file}: ${i.path.join('.')}: ${i.message}`).join('\n'));
  }
  const entries = parsed.data.known;
  const at = (index: number, key: string) => `${file}:${lineOf(document, index, key, lines)}`;
  const mistakes = entries.flatMap((entry, index) => [
    ...unknownCase(entry.case, known).map((m) => `${at(index, 'case')} ${m}`),
    ...uncited(entry, known).map((m) => `${at(index, 'requirement')} ${m}`),
  ]);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return entries.map(({ case: id, requirement, reason }) => ({ case: id, requirement, reason }));
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

/** A requirement that neither its case cites nor the lint knows could never fail there, so its entry would stay for ever. */
function uncited(entry: { case: string; requirement: string }, { cases, requirements }: Known): readonly string[] {
  const { requirement: id } = entry;
  if (!requirements.has(id)) return [`unknown requirement "${id}"${didYouMean(id, requirements.keys())}`];
  if (LINTED.has(id)) return [];
  const cited = cases.find((aCase) => aCase.id === entry.case)?.requirements;
  return cited === undefined || cited.includes(id) ? [] : [`${entry.case} does not cite ${id}; remove the entry`];
}

function lineOf(document: ReturnType<typeof parseDocument>, index: number, key: string, lines: LineCounter): number {
  const list = isMap(document.contents) ? document.contents.get('known') : undefined;
  const entry = isSeq(list) ? list.items[index] : undefined;
  const value = isMap(entry) ? entry.get(key, true) : undefined;
  return isScalar(value) && value.range ? lines.linePos(value.range[0]).line : 1;
}
