// How well servers work with each other, in one number: the requirements that all pairs meet.

import type { BrokenRule } from './broken-rules.ts';
import { cellsOf, type Federation, isPair, type TestedCell } from './federation.ts';

/** `met` of the `decided` requirements. */
export interface Score {
  readonly met: number;
  readonly decided: number;
}

export interface RankedServer extends Score {
  readonly name: string;
  /** 1 for the best; equal for equal shares; undefined: no pair with it was tested. */
  readonly rank: number | undefined;
}

const pairsIn = (federation: Federation): readonly TestedCell[] =>
  cellsOf(federation).filter((cell) => cell.kind === 'tested' && isPair(cell)) as readonly TestedCell[];

/** Of the requirements that were decided in a pair: those that every pair meets. */
export function eventScore(federation: Federation): Score {
  return scoreOf(pairsIn(federation), () => true);
}

/**
 * Each server, the best first. A requirement counts against it if a pair with it does not meet the requirement, unless the
 * other server of that pair is shown to be the one at fault: by the sessions, or because it alone breaks it alone.
 */
export function rankedServers(federation: Federation): readonly RankedServer[] {
  const pairs = pairsIn(federation);
  const scores = federation.servers.map(({ name }) => {
    const own = pairs.filter(({ server, peer }) => server === name || peer === name);
    return { name, ...scoreOf(own, (rule, cell) => isCharged(rule, cell, name)) };
  });
  const ordered = scores.toSorted((a, b) => shareOf(b) - shareOf(a));
  const rankOf = (score: Score) =>
    score.decided === 0 ? undefined : ordered.findIndex((other) => shareOf(other) === shareOf(score)) + 1;
  return ordered.map((score) => ({ ...score, rank: rankOf(score) }));
}

/** From 0 to 1; below 0 where nothing was decided. */
const shareOf = ({ met, decided }: Score): number => (decided === 0 ? -1 : met / decided);

function scoreOf(cells: readonly TestedCell[], counts: (rule: BrokenRule, cell: TestedCell) => boolean): Score {
  const decided = new Set(cells.flatMap((cell) => [...cell.decided]));
  const broken = new Set(cells.flatMap((cell) => cell.rules.filter((rule) => counts(rule, cell)).map(({ id }) => id)));
  return { met: decided.size - broken.size, decided: decided.size };
}

function isCharged({ atFault, alone }: BrokenRule, { server, peer }: TestedCell, name: string): boolean {
  if (alone.includes(name)) return true;
  const [own, others, other] =
    name === server
      ? (['server', ['peer', 'peer-alone'], peer] as const)
      : (['peer', ['server', 'server-alone'], server] as const);
  if (atFault.includes(own) || atFault.includes(`${own}-alone`)) return true;
  const isShown = atFault.length > 0 && atFault.every((who) => (others as readonly string[]).includes(who));
  return !isShown && !alone.includes(other);
}
