// The grid of servers as a page: one file, no network, no scripts. Its links lead to the reports beside it.

import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { type BrokenRule, cellsOf, type Federation, type FederationCell } from '../../results/federation.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { styleSheet } from '../html/browser-files.ts';
import { htmlDocument } from '../html/document.ts';
import { badge, outcomeIcon } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { pageWords } from '../html/words.ts';
import { citation, ruleText } from '../text/citation.ts';
import { atFaultText, cellOutcome, cellWords, obstacleText, standingText } from './text.ts';
import { FEDERATION, pairName } from './words.ts';

interface FederationPage {
  readonly federation: Federation;
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly own: (typeof FEDERATION)['en'];
  readonly common: (typeof COMMON)['en'];
}

type TestedCell = Extract<FederationCell, { kind: 'tested' }>;

/** Cases named for each requirement. The report of the pair names all of them. */
const MAX_NAMED = 5;

/** The grid as HTML. A report is linked as `FILE.html` and `FILE.json` in the directory of the page. */
export function federationHtml(
  federation: Federation,
  { lang, requirements }: Pick<FederationPage, 'lang' | 'requirements'>,
): string {
  const page = { federation, lang, requirements, own: FEDERATION[lang], common: COMMON[lang] };
  const { own } = page;
  const words = pageWords[lang];
  return htmlDocument(
    { lang, title: own.title, style: styleSheet('matrix'), skipLink: words.skipLink },
    html`<header><p class="kicker">${own.subtitle}</p><h1>${own.title}</h1>
${serverTable(page)}</header>
<main id="main">
${gridSection(page)}${pairSection(page)}</main>
<footer><p><a class="top" href="#top">${words.backToTop}</a></p></footer>
`,
  ).text;
}

function serverTable({ federation, lang, own }: FederationPage): Html {
  const rows = federation.servers.map(({ name, software }) =>
    row(oneLine(name), [html`<td>${oneLine(software)}</td>`]),
  );
  return table({ caption: own.servers, columns: [own.servers, pageWords[lang].version], className: 'servers' }, rows);
}

function gridSection(page: FederationPage): Html {
  const { federation, own } = page;
  const columns = [own.users, ...federation.servers.map(({ name }) => oneLine(name))];
  const rows = federation.rows.map((cells, at) =>
    row(
      oneLine(federation.servers[at]?.name ?? ''),
      cells.map((cell) => gridTd(cell, page)),
    ),
  );
  return html`<section id="grid" aria-labelledby="grid-h"><h2 id="grid-h">${own.grid}</h2>
<p class="note">${own.legend}</p>
${table({ caption: own.grid, columns, className: 'grid', isTitled: true }, rows)}</section>
`;
}

function gridTd(cell: FederationCell, page: FederationPage): Html {
  const { own } = page;
  const outcome = cellOutcome(cell);
  const icon = outcomeIcon(outcome, page);
  if (cell.kind === 'not-run') return html`<td class="o-${outcome}">${icon} ${own.notRun}</td>`;
  const anchor = `#${anchorOf(cell, page)}`;
  if (cell.kind === 'blocked')
    return html`<td class="o-${outcome}"><a href="${anchor}">${icon} ${own.blocked}</a></td>`;
  const rules = cell.rules.length === 0 ? undefined : html`<small>${own.rules(cell.rules.length)}</small>`;
  return html`<td class="o-${outcome}"><a href="${anchor}">${icon} ${cell.outcomes.passed}/${cell.ran}</a>${rules}</td>`;
}

/** An id for the part of the page about a pair: names may hold anything. */
function anchorOf({ server, peer }: FederationCell, { federation }: FederationPage): string {
  const at = (name: string) => federation.servers.findIndex((one) => one.name === name) + 1;
  return `pair-${at(server)}-${at(peer)}`;
}

function pairSection(page: FederationPage): Html {
  const { own, federation } = page;
  const cells = cellsOf(federation).filter(({ kind }) => kind !== 'not-run');
  return html`<section id="pairs" aria-labelledby="pairs-h"><h2 id="pairs-h">${own.pairs}</h2>
<p class="note">${own.togetherNote}</p>
${cells.map((cell) => pairPart(cell, page))}</section>
`;
}

function pairPart(cell: FederationCell, page: FederationPage): Html {
  const name = oneLine(pairName(cell, page.own));
  return html`<section id="${anchorOf(cell, page)}"><h3>${name}</h3>
<p>${outcomeIcon(cellOutcome(cell), page)} ${cellWords(cell, page.lang)}${reportLinks(cell, page)}</p>
${cell.kind === 'tested' ? ruleTable(cell, name, page) : obstacleList(cell, page)}</section>
`;
}

function reportLinks(cell: FederationCell, { own }: FederationPage): Html | undefined {
  if (cell.kind === 'not-run' || cell.file === undefined) return undefined;
  const file = encodeURIComponent(cell.file);
  return html` <a href="${file}.html">${own.report}</a> <a href="${file}.json">${own.data}</a>`;
}

function ruleTable(cell: TestedCell, name: string, page: FederationPage): Html {
  const { own, lang } = page;
  const { rules } = cell;
  if (rules.length === 0) return html`<p class="note">${own.noRules}</p>`;
  const words = pageWords[lang];
  const isCharged = rules.some(({ atFault }) => atFault.length > 0);
  const columns = [
    words.requirement,
    words.levelHead,
    words.textHead,
    own.standing,
    ...(isCharged ? [own.atFault] : []),
  ];
  const faultCell = (rule: BrokenRule) => html`<td>${oneLine(atFaultText(rule, cell, lang))}</td>`;
  const rows = rules.map((rule) =>
    row(ruleHeading(rule, page), [...ruleCells(rule, page), ...(isCharged ? [faultCell(rule)] : [])]),
  );
  return table({ caption: name, columns, className: 'sides rules', isTitled: true }, rows);
}

function ruleHeading({ id }: BrokenRule, { lang, requirements }: FederationPage): Html {
  const requirement = requirements.get(id);
  return html`<code>${oneLine(id)}</code>${requirement && html`<br><small>${citation(requirement, lang)}</small>`}`;
}

function ruleCells(rule: BrokenRule, page: FederationPage): readonly Html[] {
  const { id, level, verdict, cases, isTogether } = rule;
  const { lang, requirements } = page;
  const requirement = requirements.get(id);
  const standing = oneLine(standingText(rule, lang));
  const shown = isTogether ? html`<br><strong>${standing}</strong>` : html`<br><small>${standing}</small>`;
  return [
    html`<td>${LEVELS[lang][level]}</td>`,
    html`<td class="text">${requirement && ruleText(requirement, lang)}${namedCases(cases, page)}</td>`,
    html`<td>${badge(verdict, page)}${standing === '' ? undefined : shown}</td>`,
  ];
}

function namedCases(cases: readonly string[], { common }: FederationPage): Html {
  const named = cases.slice(0, MAX_NAMED).map((id) => html`<p><code>${oneLine(id)}</code></p>`);
  const more = cases.length > MAX_NAMED ? html`<p>…</p>` : undefined;
  return html`<details><summary>${common.cases(cases.length)}</summary>${named}${more}</details>`;
}

function obstacleList(cell: FederationCell, { own, lang }: FederationPage): Html | undefined {
  if (cell.kind !== 'blocked') return undefined;
  if (cell.obstacles.length === 0) return html`<p>${own.unexplained}</p>`;
  const items = cell.obstacles.map((obstacle) => {
    const remedy =
      obstacle.remedy === undefined ? undefined : html`<br><small>${oneLine(own.remedy(obstacle.remedy))}</small>`;
    return html`<li>${oneLine(obstacleText(obstacle, { ...cell, lang }))}${remedy}</li>`;
  });
  return html`<ul>${items}</ul>`;
}
