// What the page and the text of a grid say in the same words.

import type { Language } from '../../model/language.ts';
import type { Outcome } from '../../model/result.ts';
import type { BrokenRule } from '../../results/broken-rules.ts';
import {
  cellsOf,
  changeOf,
  eventScore,
  type Federation,
  type FederationCell,
  isPair,
  type Score,
  type TestedCell,
} from '../../results/federation.ts';
import { cellCounts, type RuleRow } from '../../results/federation-rules.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import type { Obstacle, Pair } from '../../results/pair-run.ts';
import { COMMON } from '../../wording/common.ts';
import { FEDERATION, pairName } from './federation-words.ts';

/** Servers named in a title. */
const MOST_NAMED = 4;

/** The name of the event; where it has none, the servers. */
export function eventTitle({ title, servers }: Federation, lang: Language): string {
  if (title !== undefined) return title;
  const words = FEDERATION[lang];
  if (servers.length > MOST_NAMED) return words.titleMany(servers.length);
  return words.title(servers.map(({ name }) => name).join(words.and));
}

/** Date, versions and progress: `2026-11-25 02:26 UTC · xmppspec 0.1.0 · 9 of 9 runs`. */
export function eventFacts(federation: Federation, lang: Language): readonly string[] {
  const { startedAt, tools } = federation;
  const cells = cellsOf(federation);
  const done = cells.filter(({ kind }) => kind !== 'not-run').length;
  return [
    ...(startedAt === undefined ? [] : [dateText(startedAt)]),
    ...tools.map((version) => `xmppspec ${version}`),
    FEDERATION[lang].runs(done, cells.length),
  ];
}

/** `2026-11-25 02:26 UTC`. */
const dateText = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** The answer in one or two sentences: what breaks only together, and the score. */
export function leadText(federation: Federation, rows: readonly RuleRow[], lang: Language): readonly string[] {
  const words = FEDERATION[lang];
  const score = eventScore(federation);
  if (score.decided === 0) return [words.noScore];
  const last = words.score(percentText(score, lang), score.met, score.decided);
  const together = rows.filter(({ pairs }) => pairs.together.some(({ rule }) => !rule.isKnown)).length;
  if (together === 0) return [words.allTogether, last];
  const parts = worstPairs(federation).map(({ cell, count }) => words.inPair(pairName(cell, words), count));
  return [words.someTogether(together, parts.join(COMMON[lang].comma)), last];
}

/** The pairs with rules that break only together, most first. */
function worstPairs(federation: Federation) {
  return cellsOf(federation)
    .flatMap((cell) => (cell.kind === 'tested' && isPair(cell) ? [{ cell, count: cellCounts(cell).together }] : []))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** `78 %`, rounded down: only what is whole is 100 %. A dash where nothing was decided. */
export function percentText({ met, decided }: Score, lang: Language): string {
  return decided === 0 ? '–' : FEDERATION[lang].percent(Math.floor((100 * met) / decided));
}

/** Below the number of rules that break only together: what each server breaks alone, and what is known or undecided. */
export function ownText(cell: TestedCell, lang: Language): string {
  const [words, common] = [FEDERATION[lang], COMMON[lang]];
  const { ofServer, ofPeer, unshown, known } = cellCounts(cell);
  const sides = [
    { name: cell.server, count: ofServer },
    { name: cell.peer, count: ofPeer },
  ].filter(({ count }) => count > 0);
  const own = sides.map(({ name, count }) => words.ownOf(name, count)).join(common.comma);
  return [
    ...(isPair(cell) && own !== '' ? [words.ownRules(own)] : []),
    ...(unshown > 0 ? [words.unshown(unshown)] : []),
    ...(known > 0 ? [words.known(known)] : []),
  ].join(common.semicolon);
}

/** `↑3 ↓1`; empty: nothing changed, or there is nothing to compare with. */
export function changeText(cell: FederationCell, { before }: Federation): string {
  const { better = [], worse = [] } = changeOf(cell, before) ?? {};
  const marks = [better.length > 0 ? [`↑${better.length}`] : [], worse.length > 0 ? [`↓${worse.length}`] : []];
  return marks.flat().join(' ');
}

/** The outcomes of the cases that did not pass: `3 failed, 12 skipped`. */
export function otherOutcomes({ outcomes, fresh, knownFailures }: TestedCell, lang: Language): string {
  const [words, common] = [FEDERATION[lang], COMMON[lang]];
  const others = OUTCOMES.filter((outcome) => outcome !== 'passed' && outcomes[outcome] > 0);
  return [
    ...others.map((outcome) => common.outcomes(outcomes[outcome], common[outcome])),
    ...(knownFailures > 0 ? [words.newCases(fresh.failed + fresh.warned + fresh.broken)] : []),
  ].join(common.comma);
}

/** Whether every rule is met and every case has a verdict: there is nothing to read. */
export const isGreen = (cell: FederationCell): boolean =>
  cell.kind === 'tested' && cell.rules.length === 0 && cell.outcomes.broken === 0;

/** The outcome for the colour of a rule in a run: one that a baseline knows is no news. */
export const ruleOutcome = ({ verdict, isKnown }: BrokenRule): Outcome => (isKnown ? 'skipped' : verdict);

/** The servers shown to be at fault, by name; empty: it is not shown. */
export function atFaultText({ atFault }: BrokenRule, { server, peer }: Pair, lang: Language): string {
  const { shownAlone } = FEDERATION[lang];
  const names = {
    server,
    peer,
    'server-alone': shownAlone(server),
    'peer-alone': shownAlone(peer),
  };
  return atFault.flatMap((who) => (who === 'either' ? [] : [names[who]])).join(COMMON[lang].comma);
}

interface Between extends Pair {
  readonly lang: Language;
}

/** What keeps the pair from being tested, with place and check: `a → b, tls: StartTLS is not offered to servers`. */
export function obstacleText({ place, check, text }: Obstacle, { server, peer, lang }: Between): string {
  const words = FEDERATION[lang];
  const places = { server, peer, there: words.pair(server, peer), back: words.pair(peer, server) };
  const head = [...(place === undefined ? [] : [places[place]]), ...(check === undefined ? [] : [check[lang]])];
  return head.length === 0 ? text[lang] : words.found(head.join(COMMON[lang].comma), text[lang]);
}
