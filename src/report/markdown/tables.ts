// The tables of the Markdown report.

import type { Language } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { deliveryGrid, inNoGrid } from '../../results/delivery-grid.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { type RequirementTally, tallyRequirements } from '../../results/tally.ts';
import { loadSectionTitles } from '../../spec/section-map.ts';
import { compareSections } from '../../spec/sections.ts';
import { COMMON } from '../../wording/common.ts';
import { choicesText } from '../text/choices.ts';
import { citation, ruleText, sectionNumber } from '../text/citation.ts';
import { cellText, DELIVERY } from '../text/grid-text.ts';
import { code, plain, table } from '../text/markdown.ts';
import { aboutRuling, levelText } from '../text/ruling.ts';
import type { Section } from './section.ts';
import { MARKDOWN } from './words.ts';

interface TableContext {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** The failed requirements, then the warned ones, each by section. */
export function notKeptSection(results: readonly CaseResult[], context: TableContext): Section {
  const words = MARKDOWN[context.lang];
  const section = ({ id }: RequirementTally) => context.requirements.get(id)?.rfc ?? '';
  const tallies = tallyRequirements(results)
    .filter(({ verdict }) => verdict !== 'passed')
    .sort((a, b) => compareSections(section(a), section(b)))
    .sort((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'));
  const head = [words.level, words.requirement, words.clauses, words.text, words.inCases];
  const knownFailures = new Map(results.map((result) => [result.case.id, result.knownFailure]));
  const rows = tallies.map((tally) => notKeptRow(tally, knownFailures, context));
  return { title: words.notKept, ...tableParts(head, rows), left: words.left };
}

/** Shows the known failure if the baseline lists every named case. */
function notKeptRow(
  { id, level, verdict, ruling, cases }: RequirementTally,
  knownFailures: ReadonlyMap<string, string | undefined>,
  { lang, requirements }: TableContext,
): readonly string[] {
  const requirement = requirements.get(id);
  const known = cases.map((name) => knownFailures.get(name));
  const note = known.includes(undefined)
    ? ''
    : COMMON[lang].bracketed(plain(COMMON[lang].knownFailure(known[0] ?? '')));
  const disputed = ruling === undefined ? '' : COMMON[lang].bracketed(plain(aboutRuling(ruling, lang)));
  const [first = '', ...others] = cases;
  const more = others.length === 0 ? '' : COMMON[lang].more(others.length);
  const where = MARKDOWN[lang].inCase(COMMON[lang][verdict], code(first)) + more + disputed + note;
  const texts = requirement === undefined ? ['', ''] : [citation(requirement, lang), ruleText(requirement, lang)];
  return [levelText({ level, ruling }, lang), code(id), ...texts.map(plain), where];
}

/** RFC 6121 8.5.4 (YD/T 2936 table 1), row by row. */
export function deliverySection(results: readonly CaseResult[], { lang }: TableContext): Section {
  const words = MARKDOWN[lang];
  const { columns, rows } = deliveryGrid(results) ?? { columns: [], rows: [] };
  const head = [words.address, ...columns.map(plain)];
  const cells = rows.map((row) => [plain(row.name), ...row.cells.map((cell) => plain(cellText(cell)))]);
  const { intro, items } = tableParts(head, cells);
  return { title: words.delivery, intro: `${plain(DELIVERY[lang].legend)}\n\n${intro}`, items, left: words.left };
}

/** One row for each scenario with an observed choice that is not in the delivery table. */
export function latitudeSection(results: readonly CaseResult[], { lang }: TableContext): Section {
  const words = MARKDOWN[lang];
  const titles = loadSectionTitles();
  const rows = latitudeOf(inNoGrid(results)).map((latitude) => [
    plain(sectionNumber(latitude.section, titles, lang)),
    code(latitude.scenario),
    plain(choicesText(latitude, lang)),
  ]);
  return {
    title: words.latitude,
    ...tableParts([words.section, words.scenario, words.choice], rows),
    left: words.left,
  };
}

/** Splits a table into its head and its rows. */
function tableParts(head: readonly string[], rows: readonly (readonly string[])[]): Pick<Section, 'intro' | 'items'> {
  const [names = '', rule = '', ...items] = table(head, rows).split(/(?<=\n)/);
  return { intro: names + rule, items };
}
