// The grid of servers as a page: one file, no network, no scripts. Its links lead to the reports beside it.

import type { Language, SiteLinks } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { type BrokenRule, cellsOf, type Federation, type FederationCell } from '../../results/federation.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { caseAnchor, requirementAnchor } from '../html/anchor.ts';
import { styleSheet } from '../html/browser-files.ts';
import { htmlDocument } from '../html/document.ts';
import { badge, OUTCOME_SIGNS, outcomeIcon } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { siteNav } from '../html/site-nav.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { pageWords } from '../html/words.ts';
import { citation, ruleText } from '../text/citation.ts';
import {
  atFaultText,
  cellOutcome,
  cellWords,
  newText,
  obstacleText,
  ruleCounts,
  ruleCountText,
  standingText,
} from './text.ts';
import { FEDERATION, pairName } from './words.ts';

export interface FederationPage {
  readonly federation: Federation;
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly own: (typeof FEDERATION)['en'];
  readonly common: (typeof COMMON)['en'];
  /** Part of a site: it holds no JSON reports. Absent: the page stands beside them. */
  readonly site?: SiteLinks | undefined;
}

type Look = Pick<FederationPage, 'lang' | 'requirements' | 'site'>;

type TestedCell = Extract<FederationCell, { kind: 'tested' }>;

/** Cases named for each requirement. The report of the pair names all of them. */
const MAX_NAMED = 5;

/** The data of a page about this grid. */
export function federationPageOf(federation: Federation, look: Look): FederationPage {
  return { federation, ...look, own: FEDERATION[look.lang], common: COMMON[look.lang] };
}

/** The grid as HTML. A report is linked as `FILE.html` and, outside of a site, `FILE.json` in the directory of the page. */
export function federationHtml(federation: Federation, look: Look): string {
  const page = federationPageOf(federation, look);
  const { own, lang } = page;
  const words = pageWords[lang];
  return htmlDocument(
    { lang, title: own.title, style: styleSheet('matrix'), skipLink: words.skipLink },
    html`${siteNav(look.site, lang)}<header><p class="kicker">${own.subtitle}</p><h1>${own.title}</h1>
${serverTable(page)}</header>
<main id="main">
${gridSection(page, '')}${pairSections(page)}</main>
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

/** Every server with every other one; each cell links to its part of the page at `address`, empty for this one. */
export function gridSection(page: FederationPage, address: string): Html {
  const { federation, own } = page;
  const columns = [own.users, ...federation.servers.map(({ name }) => oneLine(name))];
  const rows = federation.rows.map((cells, at) =>
    row(
      oneLine(federation.servers[at]?.name ?? ''),
      cells.map((cell) => gridTd(cell, page, address)),
    ),
  );
  return html`<section id="grid" aria-labelledby="grid-h"><h2 id="grid-h">${own.grid}</h2>
<p class="note">${own.legend}</p>
${table({ caption: own.grid, columns, className: 'grid sides pairs', isTitled: true }, rows)}</section>
`;
}

function gridTd(cell: FederationCell, page: FederationPage, address: string): Html {
  const { own } = page;
  const outcome = cellOutcome(cell);
  const icon = outcomeIcon(outcome, page);
  if (cell.kind === 'not-run') return html`<td class="o-${outcome}">${icon} ${own.notRun}</td>`;
  const anchor = `${address}#${anchorOf(cell, page)}`;
  if (cell.kind === 'blocked')
    return html`<td class="o-${outcome}"><a href="${anchor}">${icon} ${own.blocked}</a></td>`;
  const counts = ruleCounts(cell.rules).map(
    ({ verdict, count }) =>
      html` <span class="part"><span aria-hidden="true">${OUTCOME_SIGNS[verdict]} ${count}</span><span class="sr">${ruleCountText(verdict, count, page.lang)}</span></span>`,
  );
  const fresh = newText(cell, page.lang);
  const below = fresh === '' ? counts : [...counts, html` <span class="part">${fresh}</span>`];
  const rules = below.length === 0 ? undefined : html`<small>${below}</small>`;
  return html`<td class="o-${outcome}"><a href="${anchor}">${icon} ${cell.outcomes.passed}/${cell.ran}</a>${rules}</td>`;
}

/** An id for the part of the page about a pair: names may hold anything. */
function anchorOf({ server, peer }: FederationCell, { federation }: FederationPage): string {
  const at = (name: string) => federation.servers.findIndex((one) => one.name === name) + 1;
  return `pair-${at(server)}-${at(peer)}`;
}

/** The pairs, and then the servers alone. */
function pairSections(page: FederationPage): readonly (Html | undefined)[] {
  const { own, federation } = page;
  const cells = cellsOf(federation).filter(({ kind }) => kind !== 'not-run');
  const isPair = ({ server, peer }: FederationCell) => server !== peer;
  const singles = cells.filter((cell) => !isPair(cell));
  return [
    html`<section id="pairs" aria-labelledby="pairs-h"><h2 id="pairs-h">${own.pairs}</h2>
<p class="note">${own.togetherNote}</p>
${cells.filter(isPair).map((cell) => pairPart(cell, page))}</section>
`,
    singles.length === 0
      ? undefined
      : html`<section id="singles" aria-labelledby="singles-h"><h2 id="singles-h">${own.singles}</h2>
${singles.map((cell) => pairPart(cell, page))}</section>
`,
  ];
}

function pairPart(cell: FederationCell, page: FederationPage): Html {
  const name = oneLine(pairName(cell, page.own));
  return html`<section id="${anchorOf(cell, page)}"><h3>${name}</h3>
<p>${outcomeIcon(cellOutcome(cell), page)} ${cellWords(cell, page.lang)}${reportLinks(cell, page)}</p>
${cell.kind === 'tested' ? ruleTable(cell, name, page) : obstacleList(cell, page)}</section>
`;
}

function reportLinks(cell: FederationCell, { own, site }: FederationPage): Html | undefined {
  if (cell.kind === 'not-run' || cell.file === undefined) return undefined;
  const file = encodeURIComponent(cell.file);
  const data = site === undefined ? html` <a href="${file}.json">${own.data}</a>` : undefined;
  return html` <a href="${file}.html">${own.report}</a>${data}`;
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
    row(ruleHeading(rule, cell, page), [...ruleCells(rule, cell, page), ...(isCharged ? [faultCell(rule)] : [])]),
  );
  return table({ caption: name, columns, className: 'sides rules fits', isTitled: true }, rows);
}

function ruleHeading({ id }: BrokenRule, { file }: TestedCell, { lang, requirements }: FederationPage): Html {
  const requirement = requirements.get(id);
  const address = `${encodeURIComponent(file)}.html#${requirementAnchor(id)}`;
  return html`<a href="${address}"><code>${oneLine(id)}</code></a>${requirement && html`<br><small>${citation(requirement, lang)}</small>`}`;
}

function ruleCells(rule: BrokenRule, { file }: TestedCell, page: FederationPage): readonly Html[] {
  const { id, level, verdict, cases, isTogether } = rule;
  const { lang, requirements } = page;
  const requirement = requirements.get(id);
  const standing = oneLine(standingText(rule, lang));
  const shown = isTogether ? html`<br><strong>${standing}</strong>` : html`<br><small>${standing}</small>`;
  return [
    html`<td>${LEVELS[lang][level]}</td>`,
    html`<td class="text">${requirement && ruleText(requirement, lang)}${namedCases(cases, file, page)}</td>`,
    html`<td>${badge(verdict, page)}${standing === '' ? undefined : shown}</td>`,
  ];
}

function namedCases(cases: readonly string[], file: string, { common }: FederationPage): Html {
  const named = cases.slice(0, MAX_NAMED).map((id) => {
    const address = `${encodeURIComponent(file)}.html#${caseAnchor(id)}`;
    return html`<p><a href="${address}"><code>${oneLine(id)}</code></a></p>`;
  });
  const more = cases.length > MAX_NAMED ? html`<p>…</p>` : undefined;
  return html`<details><summary>${common.cases(cases.length)}</summary>${named}${more}</details>`;
}

function obstacleList(cell: FederationCell, { own, lang }: FederationPage): Html | undefined {
  if (cell.kind !== 'blocked') return undefined;
  if (cell.obstacles.length === 0) return html`<p>${own.unexplained}</p>`;
  const items = cell.obstacles.map((obstacle) => {
    const remedy =
      obstacle.remedy === undefined
        ? undefined
        : html`<br><small>${oneLine(own.remedy(obstacle.remedy[lang]))}</small>`;
    return html`<li>${oneLine(obstacleText(obstacle, { ...cell, lang }))}${remedy}</li>`;
  });
  return html`<ul>${items}</ul>`;
}
