// The grid of servers on a terminal: N by N, then the pairs that broke a requirement or could not be tested.

import type { Outcome } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import {
  type BrokenRule,
  cellsOf,
  type Federation,
  type FederationCell,
  type Obstacle,
  type Pair,
} from '../../results/federation.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { ruleText } from '../text/citation.ts';
import { outcomeColor, type Style } from '../text/paint.ts';
import { aligned, block, plain, shortened, type TextCell, textTable } from '../text/text-table.ts';
import { FEDERATION, pairName } from './words.ts';

type TestedCell = Extract<FederationCell, { kind: 'tested' }>;

export interface FederationLook extends Style {
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** The grid as text. */
export function federationText(federation: Federation, look: FederationLook): string {
  const words = FEDERATION[look.lang];
  const head = ['', ...federation.servers.map(({ name }) => name)].map(plain);
  const rows = federation.rows.map((cells, at) => [
    plain(federation.servers[at]?.name ?? ''),
    ...cells.map((cell) => gridCell(cell, look)),
  ]);
  const cells = cellsOf(federation);
  const isAnyTogether = cells.some((cell) => cell.kind === 'tested' && cell.rules.some((rule) => rule.isTogether));
  const parts = [
    block(words.grid, [...textTable(head, rows), words.legend]),
    ...cells.map((cell) => block(pairHead(cell, look), pairLines(cell, look))),
    ...(isAnyTogether ? [`${words.togetherNote}\n`] : []),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The outcome that colours a cell: the worst of its cases that no baseline excuses; a warning where it has known failures alone. */
export function cellOutcome(cell: FederationCell): Outcome {
  if (cell.kind === 'not-run') return 'skipped';
  if (cell.kind === 'blocked') return 'broken';
  const worst = (['failed', 'broken', 'warned'] as const).find((outcome) => cell.fresh[outcome] > 0);
  return worst ?? (cell.knownFailures > 0 ? 'warned' : 'passed');
}

function gridCell(cell: FederationCell, { lang, paint }: FederationLook): TextCell {
  return { text: cellText(cell, lang), paint: outcomeColor(cellOutcome(cell), paint) };
}

function cellText(cell: FederationCell, lang: Style['lang']): string {
  const words = FEDERATION[lang];
  if (cell.kind === 'not-run') return words.notRun;
  if (cell.kind === 'blocked') return words.blocked;
  const fresh = newText(cell, lang);
  return `${cell.outcomes.passed}/${cell.ran}${fresh === '' ? '' : `${COMMON[lang].comma}${fresh}`}`;
}

/** How many cases of a cell with known failures failed otherwise, warned or are broken; empty: there is no baseline of it. */
export function newText({ fresh, knownFailures }: TestedCell, lang: Style['lang']): string {
  if (knownFailures === 0) return '';
  return FEDERATION[lang].newFailures(fresh.failed + fresh.warned + fresh.broken);
}

function pairHead(cell: FederationCell, { lang, paint }: FederationLook): string {
  const words = FEDERATION[lang];
  const name = paint.strong(escapeControls(pairName(cell, words)));
  return COMMON[lang].labelled(name, cellWords(cell, lang));
}

/** The cell in words: the cases of each outcome, the known failures, the requirements. */
export function cellWords(cell: FederationCell, lang: Style['lang']): string {
  const [words, common] = [FEDERATION[lang], COMMON[lang]];
  if (cell.kind !== 'tested') return cellText(cell, lang);
  const { outcomes, ran, knownFailures, rules } = cell;
  const others = OUTCOMES.filter((outcome) => outcome !== 'passed' && outcomes[outcome] > 0);
  return [
    words.passedOf(outcomes.passed, ran),
    ...others.map((outcome) => common.outcomes(outcomes[outcome], common[outcome])),
    ...(knownFailures > 0 ? [words.known(knownFailures), newText(cell, lang)] : []),
    ...ruleCounts(rules).map(({ verdict, count }) => ruleCountText(verdict, count, lang)),
  ].join(common.comma);
}

/** How many requirements are not met, and how many are not followed: a SHOULD, or a disputed MUST. Only those that occur. */
export function ruleCounts(rules: readonly BrokenRule[]) {
  const counts = (['failed', 'warned'] as const).map((verdict) => ({
    verdict,
    count: rules.filter((rule) => rule.verdict === verdict).length,
  }));
  return counts.filter(({ count }) => count > 0);
}

/** `2 requirements not met` */
export function ruleCountText(verdict: BrokenRule['verdict'], count: number, lang: Style['lang']): string {
  const words = FEDERATION[lang];
  return verdict === 'failed' ? words.notMet(count) : words.notFollowed(count);
}

function pairLines(cell: FederationCell, look: FederationLook): readonly string[] {
  if (cell.kind === 'not-run') return [];
  if (cell.kind === 'blocked') return obstacleLines(cell, look);
  return aligned(cell.rules.map((rule) => ruleCells(rule, cell, look)));
}

function ruleCells(rule: BrokenRule, pair: Pair, look: FederationLook): readonly TextCell[] {
  const { id, level, verdict, cases, isTogether } = rule;
  const { lang, paint, requirements } = look;
  const requirement = requirements.get(id);
  return [
    { text: COMMON[lang][verdict], paint: outcomeColor(verdict, paint) },
    plain(LEVELS[lang][level]),
    plain(id),
    plain(requirement === undefined ? '' : shortened(ruleText(requirement, lang))),
    plain(COMMON[lang].cases(cases.length)),
    plain(rule.atFault.length === 0 ? '' : FEDERATION[lang].charged(atFaultText(rule, pair, lang))),
    { text: escapeControls(standingText(rule, lang)), paint: isTogether ? paint.strong : paint.dim },
  ];
}

/** Whether a baseline knows it, and whether the two servers meet the requirement alone; empty where not both have shown it and neither breaks it. */
export function standingText({ isTogether, alone, isKnown }: BrokenRule, lang: Style['lang']): string {
  const words = FEDERATION[lang];
  const known = isKnown ? [words.isKnown] : [];
  if (isTogether) return [...known, words.together].join(COMMON[lang].comma);
  const also = alone.length === 0 ? [] : [words.alsoAlone(alone.join(COMMON[lang].comma))];
  return [...known, ...also].join(COMMON[lang].comma);
}

/** The servers at fault by name; empty where the report does not say it. */
export function atFaultText({ atFault }: BrokenRule, { server, peer }: Pair, lang: Style['lang']): string {
  const { either, eitherElsewhere, shownAlone } = FEDERATION[lang];
  const names = {
    server,
    peer,
    either: atFault.length === 1 ? either : eitherElsewhere,
    'server-alone': shownAlone(server),
    'peer-alone': shownAlone(peer),
  };
  return atFault.map((who) => names[who]).join(COMMON[lang].comma);
}

function obstacleLines(
  { server, peer, obstacles }: Extract<FederationCell, { kind: 'blocked' }>,
  { lang, paint }: FederationLook,
): readonly string[] {
  const words = FEDERATION[lang];
  if (obstacles.length === 0) return [words.unexplained];
  return obstacles.flatMap((obstacle) => {
    const { remedy } = obstacle;
    const line = escapeControls(obstacleText(obstacle, { server, peer, lang }));
    return remedy === undefined ? [line] : [line, `  ${paint.dim(escapeControls(words.remedy(remedy[lang])))}`];
  });
}

interface Between extends Pair {
  readonly lang: Style['lang'];
}

/** What keeps the pair from being tested, with place and check: `a → b, tls: StartTLS is not offered to servers`. */
export function obstacleText({ place, check, text }: Obstacle, { server, peer, lang }: Between): string {
  const words = FEDERATION[lang];
  const places = { server, peer, there: words.pair(server, peer), back: words.pair(peer, server) };
  const head = [...(place === undefined ? [] : [places[place]]), ...(check === undefined ? [] : [check[lang]])];
  return head.length === 0 ? text[lang] : words.found(head.join(COMMON[lang].comma), text[lang]);
}
