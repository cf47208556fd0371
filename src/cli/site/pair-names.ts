// Which servers a report of two servers is about, by the labels of the site.

import { existsSync, realpathSync } from 'node:fs';
import type { ComparedReport } from '../../results/compared-schema.ts';
import type { FederationFile } from '../../results/federation-file.ts';
import type { Obstacle, Pair } from '../../results/pair-run.ts';
import type { ReportFile } from '../../results/report-file.ts';
import { reportError } from '../../wording/report-mistakes.ts';

/** The reports of one server: at least one, in the order of time. */
export interface ServerFiles {
  readonly label: string;
  readonly files: readonly ReportFile<ComparedReport>[];
}

/** A pair of servers; `file` undefined: it has no report. */
export interface GivenPair extends Pair {
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
export function pairNames({ pairs, played, servers }: Found, singles: readonly ServerFiles[]) {
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
