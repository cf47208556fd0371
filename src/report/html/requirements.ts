// Every requirement of the standards: what it says, whether the server kept it, and the cases that tell.

import type { Outcome } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { coveredPercent } from '../../results/coverage.ts';
import { groupBy, type RequirementTally, tallyRequirements } from '../../results/tally.ts';
import { isObservable } from '../../spec/requirements.ts';
import { compareSections } from '../../spec/sections.ts';
import { citation, ruleText } from '../text/citation.ts';
import { unobservableReason } from '../text/unobservable.ts';
import { caseAnchor, requirementAnchor } from './anchor.ts';
import { badge, filterLink } from './outcome.ts';
import { chapterOf, oneLine, type Page, sectionName } from './page-context.ts';
import { coverageOf } from './summary.ts';
import { row, table } from './table.ts';
import { type Html, html } from './template.ts';

/** Cases named of each requirement; the script shows them all. */
const MAX_NAMED = { kept: 2, notKept: 8 };

type State = 'kept' | 'failed' | 'warned' | 'held' | 'unchecked' | 'unobservable';

const COLORS = {
  kept: 'passed',
  failed: 'failed',
  warned: 'warned',
  held: 'passed',
  unchecked: 'skipped',
  unobservable: 'skipped',
} as const satisfies Readonly<Record<State, Outcome>>;

/** What the results say of requirements, added up. */
interface Sums {
  readonly tallies: ReadonlyMap<string, RequirementTally>;
  readonly held: ReadonlyMap<string, number>;
  /** Ids of cases that a baseline excuses. */
  readonly excused: ReadonlySet<string>;
}

/** The list by chapter, with the numbers of coverage before it. */
export function requirementList(page: Page): Html {
  const { words, requirements } = page;
  const sums = sumsOf(page);
  const inOrder = [...requirements.values()].sort((a, b) => compareSections(a.rfc, b.rfc));
  const chapters = [...groupBy(inOrder, ({ rfc }) => chapterOf(rfc))];
  return html`<section id="requirements" aria-labelledby="requirements-h"><h2 id="requirements-h">${words.requirements}</h2>
<p>${coverageLine(page)} ${words.passiveNote}</p>
${chapters.map(([chapter, group]) => chapterPart(chapter, group, { page, sums }))}</section>
`;
}

function coverageLine(page: Page): string {
  const counts = coverageOf(page);
  const { checked, observable, passive } = counts;
  return page.words.coverageText(checked, observable, passive, coveredPercent(counts).toFixed(1));
}

function sumsOf({ results }: Page): Sums {
  const held = new Map<string, number>();
  for (const { passive } of results)
    for (const [id, count] of Object.entries(passive)) held.set(id, (held.get(id) ?? 0) + count);
  return {
    tallies: new Map(tallyRequirements(results).map((tally) => [tally.id, tally])),
    held,
    excused: new Set(results.filter(({ knownFailure }) => knownFailure !== undefined).map((result) => result.case.id)),
  };
}

interface Told {
  readonly page: Page;
  readonly sums: Sums;
}

function chapterPart(chapter: string, group: readonly Requirement[], told: Told): Html {
  const { words } = told.page;
  const columns = [words.requirement, words.levelHead, words.clauses, words.textHead, words.verdict, words.cases];
  const name = sectionName(chapter, told.page);
  const rows = group.map((requirement) => requirementRow(requirement, told));
  const isFresh = group.some(
    (requirement) => stateOf(requirement, told.sums) === 'failed' && !isKnown(requirement, told.sums),
  );
  return html`<details class="chapter"${isFresh ? html` open` : undefined}><summary><h3>${name}</h3> ${words.requirementCount(group.length)} ${stateCounts(group, told)}</summary>
${table({ caption: name, columns, className: 'requirements', isTitled: true }, rows)}</details>
`;
}

/** How many requirements came out in which way, each with its colour. */
function stateCounts(group: readonly Requirement[], { page, sums }: Told): readonly Html[] {
  const states = groupBy(group, (requirement) => stateOf(requirement, sums));
  return (Object.keys(COLORS) as State[]).flatMap((state) => {
    const count = states.get(state)?.length ?? 0;
    if (count === 0) return [];
    const text = page.common.outcomes(count, page.words.requirementVerdict(state));
    return [html`<span class="tag o-${COLORS[state]}">${text}</span> `];
  });
}

function stateOf(requirement: Requirement, { tallies, held }: Sums): State {
  const verdict = tallies.get(requirement.id)?.verdict;
  if (verdict !== undefined) return verdict === 'passed' ? 'kept' : verdict;
  if ((held.get(requirement.id) ?? 0) > 0) return 'held';
  return isObservable(requirement) ? 'unchecked' : 'unobservable';
}

function requirementRow(requirement: Requirement, told: Told): Html {
  const { page } = told;
  const { id, level, passive } = requirement;
  const lint = passive === true ? html` <span class="tag">${page.words.passive}</span>` : undefined;
  return row(
    html`<code>${id}</code>${lint}`,
    [
      html`<td>${page.words.level(level)}</td><td>${citation(requirement, page.lang)}</td>`,
      html`<td class="text">${ruleText(requirement, page.lang)}</td>`,
      html`<td>${verdictText(requirement, told)}</td><td>${casesText(requirement, told)}</td>`,
    ],
    requirementAnchor(id),
  );
}

function verdictText(requirement: Requirement, { page, sums }: Told): Html {
  const { words } = page;
  const state = stateOf(requirement, sums);
  const verdict = badge(COLORS[state], page, words.requirementVerdict(state));
  const isBroken = state === 'failed' || state === 'warned';
  const known =
    isBroken && isKnown(requirement, sums) ? html` <span class="tag">${words.knownBadge}</span>` : undefined;
  return html`${verdict}${known}`;
}

/** A baseline excuses every case that gave the verdict. */
function isKnown({ id }: Requirement, { tallies, excused }: Sums): boolean {
  return tallies.get(id)?.cases.every((name) => excused.has(name)) ?? false;
}

/** The cases that gave the verdict, some by name; what there is to say where no case gave one. */
function casesText(requirement: Requirement, { page, sums }: Told): Html | string {
  const { words, common } = page;
  const tally = sums.tallies.get(requirement.id);
  const state = stateOf(requirement, sums);
  if (state === 'held') return words.heldAgainst(sums.held.get(requirement.id) ?? 0);
  if (state === 'unobservable') return unobservableReason(requirement, page.lang);
  if (tally === undefined) return '';
  const max = state === 'kept' ? MAX_NAMED.kept : MAX_NAMED.notKept;
  const named = tally.cases
    .slice(0, max)
    .map((id) => html`<a href="#${caseAnchor(id)}">${oneLine(shortId(id))}</a><br>`);
  const more =
    tally.cases.length > max
      ? filterLink('cases', { requirement: requirement.id }, common.cases(tally.cases.length))
      : undefined;
  return html`${named}${more}`;
}

/** Without the document, which the section names as well. */
const shortId = (id: string): string => id.replace(/^rfc6121\//, '');
