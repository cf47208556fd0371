// The reports of a site: which server or servers each is about, and which of one server is the newest.

import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Texts } from '../../model/language.ts';
import type { ComparedReport } from '../../results/compared-schema.ts';
import { type FederationFile, readFederation, reportPath } from '../../results/federation-file.ts';
import { byTime } from '../../results/history.ts';
import { serverNames } from '../../results/matrix.ts';
import type { Obstacle, Pair } from '../../results/pair-run.ts';
import { type ReportFile, readVerdicts } from '../../results/report-file.ts';
import { reportError, reportMistake } from '../../wording/report-mistakes.ts';
import { joined } from '../../wording/texts.ts';
import { UsageError } from '../../wording/usage.ts';

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

/** The reports of one server: at least one, in the order of time. */
interface ServerFiles {
  readonly label: string;
  readonly files: readonly ReportFile<ComparedReport>[];
}

/** A pair of servers; `file` undefined: it has no report. */
interface GivenPair extends Pair {
  readonly file: string | undefined;
  readonly obstacles: readonly Obstacle[];
}

interface Found {
  /** Reports of two servers. */
  readonly pairs: readonly ReportFile<ComparedReport>[];
  /** The pairs of the grid that was given, with the paths of their reports. */
  readonly played: readonly (FederationFile['pairs'][number] & { readonly path: string })[];
  /** The servers of that grid; undefined: none was given. */
  readonly servers: readonly string[] | undefined;
}

/** The pairs and the servers of their grid, by the labels of the site. Throws `UsageError` for two reports of one pair. */
function pairNames({ pairs, played, servers }: Found, singles: readonly ServerFiles[]) {
  const labels = new Map(played.flatMap((pair) => labelled(pair, singles)));
  const asLabelled = ({ server, peer }: Pair): Pair => ({
    server: labels.get(server) ?? server,
    peer: labels.get(peer) ?? peer,
  });
  const reported = pairs.map(({ file, report: { target, peer } }): GivenPair => {
    const known = played.find(({ path }) => path === file);
    const names = { server: labelOf(target.name, singles), peer: labelOf(peer?.name ?? '', singles) };
    return { ...(known === undefined ? names : asLabelled(known)), file, obstacles: known?.obstacles ?? [] };
  });
  const files = new Set(pairs.map(({ file }) => file));
  const hasReport = ({ server, peer, path }: Found['played'][number]) =>
    files.has(path) || (server === peer && singles.some(({ label }) => label === (labels.get(server) ?? server)));
  const unreported = played
    .filter((pair) => !hasReport(pair))
    .map((pair): GivenPair => ({ ...asLabelled(pair), file: undefined, obstacles: pair.obstacles }));
  const all = [...reported, ...unreported];
  refuseDoubled(all);
  const sides = all.flatMap(({ server, peer }) => [server, peer]);
  const inOrder = singles.map(({ label }) => label).filter((label) => sides.includes(label));
  const grid = servers?.map((name) => labels.get(name) ?? name) ?? [...new Set([...inOrder, ...sides])];
  return { pairs: all, grid };
}

/** The name of a server of the grid, with the label under which its report was given. */
function labelled({ server, peer, path }: Found['played'][number], singles: readonly ServerFiles[]) {
  if (server !== peer || !existsSync(path)) return [];
  const isSame = ({ file }: { readonly file: string }) => realpathSync(file) === realpathSync(path);
  return singles.filter(({ files }) => files.some(isSame)).map(({ label }) => [server, label] as const);
}

/** The label of the only server of that name; else the name. */
function labelOf(name: string, singles: readonly ServerFiles[]): string {
  const same = singles.filter(({ files }) => files.some(({ report }) => report.target.name === name));
  const [only, ...others] = same;
  return only === undefined || others.length > 0 ? name : only.label;
}

function refuseDoubled(pairs: readonly GivenPair[]): void {
  for (const [at, { server, peer, file }] of pairs.entries()) {
    const other = pairs.slice(0, at).find((pair) => pair.server === server && pair.peer === peer);
    if (other?.file !== undefined && file !== undefined) {
      throw reportError('pairTwice', other.file, file, server, peer);
    }
  }
}
