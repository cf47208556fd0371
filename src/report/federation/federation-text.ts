// The grid of servers on a terminal: the answer, N by N, each rule once, and what could not be tested.

import type { Requirement } from '../../model/standard.ts';
import { cellsOf, type Federation, type FederationCell, isPair, rankedServers } from '../../results/federation.ts';
import {
  cellCounts,
  groupOf,
  RULE_GROUPS,
  type RuleRow,
  ruleRows,
  type Showing,
} from '../../results/federation-rules.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { ruleText } from '../text/citation.ts';
import { outcomeColor, type Style } from '../text/paint.ts';
import { block, plain, type TextCell, textTable } from '../text/text-table.ts';
import { FEDERATION, pairName } from './federation-words.ts';
import {
  atFaultText,
  changeText,
  eventFacts,
  eventTitle,
  leadText,
  obstacleText,
  otherOutcomes,
  ownText,
  percentText,
} from './phrases.ts';

export interface FederationLook extends Style {
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** The grid as text. Lines are as long as their content. */
export function federationText(federation: Federation, look: FederationLook): string {
  const { lang, paint } = look;
  const words = FEDERATION[lang];
  const rows = ruleRows(federation, look.requirements);
  const title = `${paint.strong(escapeControls(eventTitle(federation, lang)))}\n${eventFacts(federation, lang).join(' · ')}\n`;
  const lead = leadText(federation, rows, lang).map((line) => `${escapeControls(line)}\n`);
  const blocked = cellsOf(federation).filter((cell) => cell.kind === 'blocked');
  const parts = [
    `${title}${lead.join('')}`,
    block(words.grid, [...gridLines(federation, look), ...legendLines(federation, look)]),
    block(words.ranking, rankingLines(federation, look)),
    ...ruleBlocks(rows, look),
    block(words.pairs, runLines(federation, look)),
    ...blocked.map((cell) => block(`${pairLabel(cell, look)}`, obstacleLines(cell, look))),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function gridLines({ servers, rows, ...rest }: Federation, look: FederationLook): readonly string[] {
  const words = FEDERATION[look.lang];
  const head = [words.corner, ...servers.map(({ name }) => name)].map(plain);
  const lines = rows.map((cells, at) => [
    plain(servers[at]?.name ?? ''),
    ...cells.map((cell) => gridCell(cell, { ...rest, servers, rows }, look)),
  ]);
  return textTable(head, lines);
}

function gridCell(cell: FederationCell, federation: Federation, { lang, paint }: FederationLook): TextCell {
  const words = FEDERATION[lang];
  if (cell.kind === 'not-run') return { text: words.notRun, paint: paint.dim };
  if (cell.kind === 'blocked') return { text: words.blocked, paint: outcomeColor('broken', paint) };
  const { together, ofServer } = cellCounts(cell);
  const change = changeText(cell, federation);
  const lead = isPair(cell) ? words.onlyTogether(together) : words.aloneRules(ofServer);
  const text = escapeControls(change === '' ? lead : `${lead} ${change}`);
  if (!isPair(cell)) return { text, paint: paint.dim };
  return { text, paint: outcomeColor(together > 0 ? 'failed' : 'passed', paint) };
}

function legendLines({ before }: Federation, { lang, paint }: FederationLook): readonly string[] {
  const words = FEDERATION[lang];
  const lines = [
    words.direction,
    words.legendTogether,
    words.legendOwn,
    ...(before?.startedAt === undefined ? [] : [words.legendChange(before.startedAt.slice(0, 10))]),
  ];
  return lines.map((line) => paint.dim(line));
}

function rankingLines(federation: Federation, { lang, paint }: FederationLook): readonly string[] {
  const words = FEDERATION[lang];
  const head = [words.rank, words.server, words.scoreHead, words.metHead, words.software].map(plain);
  const rows = rankedServers(federation).map((score) => {
    const { rank, name, met, decided } = score;
    const software = federation.servers.find((server) => server.name === name)?.software ?? '';
    const texts = [
      rank === undefined ? '–' : String(rank),
      name,
      percentText(score, lang),
      decided === 0 ? '–' : words.ofRules(met, decided),
      software,
    ];
    return texts.map(plain);
  });
  return [...textTable(head, rows), paint.dim(words.scoreNote)];
}

function ruleBlocks(rows: readonly RuleRow[], look: FederationLook): readonly string[] {
  const words = FEDERATION[look.lang];
  const titles = {
    together: words.groupTogether,
    unshown: words.groupUnshown,
    own: words.groupOwn,
    alone: words.groupAlone,
  };
  return RULE_GROUPS.map((group) => {
    const inside = rows.filter((row) => groupOf(row) === group);
    return block(
      titles[group](inside.length),
      inside.flatMap((row) => ruleLines(row, look)),
    );
  });
}

/** The rule, and on the lines below it who breaks it. */
function ruleLines({ id, level, verdict, pairs, alone }: RuleRow, look: FederationLook): readonly string[] {
  const { lang, paint, requirements } = look;
  const words = FEDERATION[lang];
  const requirement = requirements.get(id);
  const text = requirement === undefined ? '' : ruleText(requirement, lang);
  const head = [outcomeColor(verdict, paint)(COMMON[lang][verdict]), LEVELS[lang][level], escapeControls(id), text];
  const shown = [...pairs.together, ...pairs.unshown, ...(alone.length === 0 ? pairs.own : [])].map((showing) =>
    showingText(showing, look),
  );
  const own = alone.map((showing) => showingText(showing, look));
  const also = pairs.own.length === 0 || alone.length === 0 ? [] : [words.alsoIn(pairs.own.length)];
  const below = [shown.join(COMMON[lang].semicolon), [...own, ...also].join(COMMON[lang].semicolon)];
  return [head.join('  ').trimEnd(), ...below.filter((line) => line !== '').map((line) => `  ${escapeControls(line)}`)];
}

function showingText({ cell, rule }: Showing, { lang }: FederationLook): string {
  const [words, common] = [FEDERATION[lang], COMMON[lang]];
  const fault = atFaultText(rule, cell, lang);
  const notes = [
    common.cases(rule.cases.length),
    ...(fault === '' ? [] : [words.charged(fault)]),
    ...(rule.isKnown ? [words.known(rule.cases.length)] : []),
  ];
  return `${pairName(cell, words)}${common.bracketed(notes.join(common.comma))}`;
}

/** A line a run that was tested: rules and cases. */
function runLines(federation: Federation, { lang }: FederationLook): readonly string[] {
  const words = FEDERATION[lang];
  const head = [words.pairHead, words.rulesHead, words.cases, words.others].map(plain);
  const rows = cellsOf(federation).flatMap((cell) => {
    if (cell.kind !== 'tested') return [];
    const { together, ofServer } = cellCounts(cell);
    const rules = isPair(cell)
      ? [words.onlyTogether(together), ownText(cell, lang)].filter((text) => text !== '').join(COMMON[lang].semicolon)
      : words.aloneRules(ofServer);
    const cases = words.passedOf(cell.outcomes.passed, cell.ran);
    return [[pairName(cell, words), rules, cases, otherOutcomes(cell, lang)].map(plain)];
  });
  return textTable(head, rows);
}

function pairLabel(cell: FederationCell, { lang, paint }: FederationLook): string {
  const words = FEDERATION[lang];
  return COMMON[lang].labelled(paint.strong(escapeControls(pairName(cell, words))), words.blocked);
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
