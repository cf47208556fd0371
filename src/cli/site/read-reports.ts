// The reports of a site: which server each is about, and which of one server is the newest.

import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Texts } from '../../model/language.ts';
import type { ComparedReport } from '../../results/compared-schema.ts';
import { readFederation, reportPath } from '../../results/federation-file.ts';
import { byTime } from '../../results/history.ts';
import { serverNames } from '../../results/matrix.ts';
import { type ReportFile, readVerdicts } from '../../results/report-file.ts';
import { reportError, reportMistake } from '../../wording/report-mistakes.ts';
import { joined } from '../../wording/texts.ts';
import { UsageError } from '../../wording/usage.ts';
import { type GivenPair, pairNames, type ServerFiles } from './pair-names.ts';

/** A report as it was given: with a label, or without. */
interface Given {
  readonly label: string | undefined;
  readonly file: string;
}

type VerdictFile = ReportFile<ComparedReport>;

export interface GivenReports {
  readonly servers: readonly ServerFiles[];
  readonly pairs: readonly GivenPair[];
  /** The servers of the grid, in its order; empty: no pair was given. */
  readonly grid: readonly string[];
}

/**
 * Reads the verdicts of all reports: `FILE`, `label=FILE`, or `index.json` of `federate` or its directory for all that it names.
 * Throws `UsageError` that names every file that is no report, a shard, or that does not fit its label.
 */
export function readGiven(args: readonly string[]): GivenReports {
  const given = args.map(givenOf);
  const grids = given.flatMap(({ label, file }) => {
    const content = label === undefined ? readFederation(file) : undefined;
    return content === undefined ? [] : [{ directory: dirname(file), file, ...content }];
  });
  const [grid, second] = grids;
  if (second !== undefined) {
    throw reportError('otherGrid', second.file, grid?.file ?? '');
  }
  const own = (grid?.pairs ?? []).map((pair) => ({ ...pair, path: reportPath(grid?.directory ?? '', pair.file) }));
  const singles = own.filter(({ server, peer, path }) => server === peer && existsSync(path));
  const alone = singles.map(({ server, path }): Given => ({ label: server, file: path }));
  const played = own.filter(({ server, peer, path }) => server !== peer && existsSync(path));
  const read = readOnce([
    ...given.filter(({ file }) => file !== grid?.file),
    ...alone,
    ...played.map(({ path }): Given => ({ label: undefined, file: path })),
  ]);
  const mistakes = read.flatMap(mistakesIn);
  if (mistakes.length > 0) throw new UsageError(joined(mistakes, '\n'));
  const servers = serversIn(read.filter(({ report }) => report.peer === undefined));
  const pairs = read.filter(({ report }) => report.peer !== undefined);
  return { servers, ...pairNames({ pairs, played: own, servers: grid?.servers }, servers) };
}

/** `label=FILE`; a file whose name contains "=" is meant as it is. A directory stands for the grid in it. */
function givenOf(text: string): Given {
  const at = text.indexOf('=');
  if (at === -1 || existsSync(text)) return { label: undefined, file: gridIn(text) };
  const [label, file] = [text.slice(0, at).trim(), text.slice(at + 1)];
  if (label === '' || file === '') throw reportError('labelExpected', text);
  return { label, file };
}

function gridIn(path: string): string {
  const inside = join(path, 'index.json');
  return existsSync(inside) && statSync(path).isDirectory() ? inside : path;
}

type LabelledFile = Given & VerdictFile;

/** Reads each file once, also where it was given twice: with the label of one that has one. */
function readOnce(given: readonly Given[]): readonly LabelledFile[] {
  const pathOf = ({ file }: Given) => (existsSync(file) ? realpathSync(file) : file);
  const byPath = new Map<string, Given>();
  for (const one of given) {
    const before = byPath.get(pathOf(one));
    if (before?.label === undefined) byPath.set(pathOf(one), one);
  }
  const all = [...byPath.values()];
  const reports = readVerdicts(all.map(({ file }) => file));
  return reports.map((report, at) => ({ label: all[at]?.label, ...report }));
}

function mistakesIn({ label, file, report: { shard, peer } }: LabelledFile): readonly Texts[] {
  if (shard !== undefined) return [reportMistake('shardInSite', file, shard.index, shard.count)];
  if (label !== undefined && peer !== undefined) return [reportMistake('labelledPair', file, label)];
  return [];
}

/** One entry a label, in the order in which they were given. Without a label, each report is a server of its own. */
function serversIn(files: readonly LabelledFile[]): readonly ServerFiles[] {
  const unnamed = files.filter(({ label }) => label === undefined);
  const names = serverNames(unnamed);
  const [first] = unnamed;
  if (first !== undefined && names[0] === `1 ${first.file}`) {
    throw reportError('labelsNeeded', unnamed.map(({ file }) => file).join(', '));
  }
  const named = new Map<string, LabelledFile[]>();
  let unlabelled = 0;
  for (const one of files) {
    const label = one.label ?? names[unlabelled++] ?? '';
    const before = named.get(label) ?? [];
    const other = before.find((file) => file.label === undefined || one.label === undefined);
    if (other !== undefined) throw reportError('sameName', other.file, one.file, label);
    named.set(label, [...before, one]);
  }
  const servers = [...named].map(([label, all]) => ({
    label,
    files: all.toSorted((a, b) => byTime(a.report, b.report)),
  }));
  const mistakes = servers.flatMap(strangersIn);
  if (mistakes.length > 0) throw new UsageError(joined(mistakes, '\n'));
  return servers;
}

/** Reports with one label must be about one software; its version may change. */
function strangersIn({ label, files }: ServerFiles): readonly Texts[] {
  const known = files.find(({ report }) => report.target.software !== '');
  return files.flatMap(({ file, report: { target } }) =>
    known === undefined || target.software === '' || target.software === known.report.target.software
      ? []
      : [reportMistake('otherSoftware', file, label, known.report.target.software, known.file, target.software)],
  );
}
