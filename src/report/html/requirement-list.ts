// Every requirement of the standards: its text, whether the server kept it, and the cases that show that.

import type { Outcome } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { coveredPercent } from '../../results/coverage.ts';
import { groupBy, type RequirementTally, tallyRequirements } from '../../results/outcomes.ts';
import { isObservable } from '../../spec/requirements.ts';
import { chapterOf, compareSections } from '../../spec/sections.ts';
import { LEVELS } from '../../wording/common.ts';
import { citation, ruleText } from '../text/citation.ts';
import { aboutRuling, unobservableReason } from '../text/ruling.ts';
import { caseAnchor, chapterAnchor, requirementAnchor, rowAnchor } from './anchor.ts';
import { badge, filterLink } from './outcome.ts';
import { laterPart, oneLine, type Page, sectionName } from './page-context.ts';
import { coverageOf } from './requirement-totals.ts';
import { type Html, html, row, table } from './template.ts';

/** Cases named for each requirement. A link shows all of them if scripts run. */
const MAX_NAMED = { met: 2, notMet: 8 };

type State = 'met' | 'failed' | 'warned' | 'held' | 'unchecked' | 'unobservable';

const COLORS = {
  met: 'passed',
  failed: 'failed',
  warned: 'warned',
  held: 'passed',
  unchecked: 'skipped',
  unobservable: 'skipped',
} as const satisfies Readonly<Record<State, Outcome>>;

/** The results by requirement. */
interface ResultsById {
  readonly tallies: ReadonlyMap<string, RequirementTally>;
  readonly held: ReadonlyMap<string, number>;
  /** Cases whose failures the baseline lists. */
  readonly known: ReadonlySet<string>;
}

/** The list by chapter, with the numbers of coverage before it. */
export function requirementList(page: Page): Html {
  const { words, requirements } = page;
  const byId = resultsById(page);
  const inOrder = [...requirements.values()].sort((a, b) => compareSections(a.rfc, b.rfc));
  const chapters = [...groupBy(inOrder, ({ rfc }) => chapterOf(rfc))];
  return html`<section id="requirements" aria-labelledby="requirements-h"><h2 id="requirements-h">${words.requirements}</h2>
<p>${coverageLine(page)} ${words.passiveNote}</p>
${chapters.map(([chapter, group]) => chapterPart(chapter, group, { page, byId }))}</section>
`;
}

function coverageLine(page: Page): string {
  const counts = coverageOf(page);
  const { checked, observable, passive } = counts;
  return page.words.coverageText(checked, observable, passive, coveredPercent(counts).toFixed(1));
}

function resultsById({ results }: Page): ResultsById {
  const held = new Map<string, number>();
  for (const { passive } of results)
    for (const [id, count] of Object.entries(passive)) held.set(id, (held.get(id) ?? 0) + count);
  return {
    tallies: new Map(tallyRequirements(results).map((tally) => [tally.id, tally])),
    held,
    known: new Set(results.filter(({ knownFailure }) => knownFailure !== undefined).map((result) => result.case.id)),
  };
}

interface ListContext {
  readonly page: Page;
  readonly byId: ResultsById;
}

function chapterPart(chapter: string, group: readonly Requirement[], context: ListContext): Html {
  const { words } = context.page;
  const columns = [words.requirement, words.levelHead, words.clauses, words.textHead, words.verdict, words.cases];
  const name = sectionName(chapter, context.page);
  const rows = group.map((requirement) => requirementRow(requirement, context));
  const list = table({ caption: name, columns, className: 'requirements', isTitled: true }, rows);
  const summary = html`<h3>${name}</h3> ${words.requirementCount(group.length)} ${stateCounts(group, context)}`;
  const anchors = group.map(({ id }) => listAnchor(id, context.page));
  return laterPart({ id: chapterAnchor(chapter), summary, list, anchors }, context.page);
}

/** The number of requirements in each state. */
function stateCounts(group: readonly Requirement[], { page, byId }: ListContext): readonly Html[] {
  const states = groupBy(group, (requirement) => stateOf(requirement, byId));
  return (Object.keys(COLORS) as State[]).flatMap((state) => {
    const count = states.get(state)?.length ?? 0;
    if (count === 0) return [];
    const text = page.common.outcomes(count, page.words.requirementVerdict(state));
    return [html`<span class="tag o-${COLORS[state]}">${text}</span> `];
  });
}

function stateOf(requirement: Requirement, { tallies, held }: ResultsById): State {
  const verdict = tallies.get(requirement.id)?.verdict;
  if (verdict !== undefined) return verdict === 'passed' ? 'met' : verdict;
  if ((held.get(requirement.id) ?? 0) > 0) return 'held';
  return isObservable(requirement) ? 'unchecked' : 'unobservable';
}

function requirementRow(requirement: Requirement, context: ListContext): Html {
  const { page } = context;
  const { id, level, passive } = requirement;
  const lint = passive === true ? html` <span class="tag">${page.words.passive}</span>` : undefined;
  return row(
    html`<code>${id}</code>${lint}`,
    [
      html`<td>${LEVELS[page.lang][level]}</td><td>${citation(requirement, page.lang)}</td>`,
      html`<td class="text">${ruleText(requirement, page.lang)}</td>`,
      html`<td>${verdictText(requirement, context)}</td><td>${casesText(requirement, context)}</td>`,
    ],
    listAnchor(id, page),
  );
}

/** The address of a rule is its finding where it has one, and then its row has another. */
const listAnchor = (id: string, { findingOf }: Page): string =>
  findingOf.has(id) ? rowAnchor(id) : requirementAnchor(id);

function verdictText(requirement: Requirement, { page, byId }: ListContext): Html {
  const { words } = page;
  const state = stateOf(requirement, byId);
  const verdict = badge(COLORS[state], page, words.requirementVerdict(state));
  const isViolated = state === 'failed' || state === 'warned';
  const known =
    isViolated && isKnown(requirement, byId) ? html` <span class="tag">${words.knownBadge}</span>` : undefined;
  const ruling = state === 'warned' ? byId.tallies.get(requirement.id)?.ruling : undefined;
  const disputed =
    ruling === undefined
      ? undefined
      : html` <span class="tag" title="${aboutRuling(ruling, page.lang)}">${ruling}</span>`;
  return html`${verdict}${disputed}${known}`;
}

/** The baseline lists the failures of every case that gave the verdict. */
function isKnown({ id }: Requirement, { tallies, known }: ResultsById): boolean {
  return tallies.get(id)?.cases.every((name) => known.has(name)) ?? false;
}

/** The cases that gave the verdict, or why none did. */
function casesText(requirement: Requirement, { page, byId }: ListContext): Html | string {
  const { words, common } = page;
  const tally = byId.tallies.get(requirement.id);
  const state = stateOf(requirement, byId);
  if (state === 'held') return words.heldAgainst(byId.held.get(requirement.id) ?? 0);
  if (state === 'unobservable') return unobservableReason(requirement, page.lang);
  if (tally === undefined) return '';
  const max = state === 'met' ? MAX_NAMED.met : MAX_NAMED.notMet;
  const named = tally.cases
    .slice(0, max)
    .map((id) => html`<a href="#${caseAnchor(id)}">${oneLine(shortId(id))}</a><br>`);
  const more =
    tally.cases.length > max
      ? filterLink('cases', { requirement: requirement.id }, common.cases(tally.cases.length))
      : undefined;
  return html`${named}${more}`;
}

/** The id without its document: the section names it, too. */
const shortId = (id: string): string => id.replace(/^rfc6121\//, '');
