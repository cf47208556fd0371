// The grid of servers as a page: one file, no network. Its links lead to the reports beside it. A script only adds a search.

import { createHash } from 'node:crypto';
import {
  cellsOf,
  type Federation,
  type FederationCell,
  isPair,
  rankedServers,
  type TestedCell,
} from '../../results/federation.ts';
import { cellCounts, type RuleRow, ruleRows } from '../../results/federation-rules.ts';
import { htmlDocument, searchScript, siteNav, styleSheet } from '../html/document.ts';
import { pageWords } from '../html/html-words.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html, row, table } from '../html/template.ts';
import {
  cellAnchor,
  type FederationPage,
  type FederationPageLook,
  federationPageOf,
  reportLinks,
} from './federation-page.ts';
import { pairName } from './federation-words.ts';
import { gridSection } from './pair-grid.ts';
import {
  changeText,
  eventFacts,
  eventTitle,
  isGreen,
  leadText,
  obstacleText,
  otherOutcomes,
  ownText,
  percentText,
} from './phrases.ts';
import { rulesSection, targetStyle } from './rule-rows.ts';

/** Seconds after which a page that is not complete loads itself again. */
const REFRESH_S = 15;

/** The grid as HTML. A report is linked as `FILE.html` and, outside of a site, its data in the directory of the page. */
export function federationHtml(federation: Federation, look: FederationPageLook): string {
  const page = federationPageOf(federation, look);
  const { lang, requirements } = page;
  const words = pageWords[lang];
  const rows = ruleRows(federation, requirements);
  const script = searchScript();
  const isRunning = (federation.left ?? 0) > 0;
  const title = [
    eventTitle(federation, lang),
    ...(federation.startedAt === undefined ? [] : [federation.startedAt.slice(0, 10)]),
  ];
  return htmlDocument(
    {
      lang,
      title: oneLine(title.join(page.common.comma)),
      style: html`${styleSheet('matrix', 'shares', 'federation')}${targetStyle(page)}`,
      skipLink: words.skipLink,
      scriptSource: `'sha256-${createHash('sha256').update(script.text).digest('base64')}'`,
      refreshS: isRunning ? REFRESH_S : undefined,
    },
    html`${siteNav(look.site, lang)}${masthead(page, rows)}<main id="main">
${gridSection(page, '')}${ranking(page)}${rulesSection(rows, page)}${runsSection(page)}</main>
<footer><p><a class="top" href="#top">${words.backToTop}</a></p></footer>
<script>${script}</script>
`,
  ).text;
}

/** Name, facts and the answer in words. */
function masthead(page: FederationPage, rows: readonly RuleRow[]): Html {
  const { federation, lang, own } = page;
  const running = (federation.left ?? 0) > 0 ? html` · ${own.running}` : undefined;
  const [first, ...rest] = leadText(federation, rows, lang).map(oneLine);
  return html`<header><p class="kicker">${own.subtitle}</p><h1>${oneLine(eventTitle(federation, lang))}</h1>
<p class="when">${eventFacts(federation, lang).join(' · ')}${running}</p>
<p class="lead"><strong>${first}</strong> ${rest}</p></header>
`;
}

/** The servers by score, with their versions. */
function ranking(page: FederationPage): Html {
  const { federation, own } = page;
  const columns = [own.server, own.scoreHead, own.metHead, own.ownHead, own.software];
  const rows = rankedServers(federation).map((score) => {
    const { name, rank, met, decided } = score;
    const at = federation.servers.findIndex((server) => server.name === name);
    const alone = federation.rows[at]?.[at];
    const cells = [
      html`<strong>${percentText(score, page.lang)}</strong>`,
      decided === 0 ? '–' : own.ofRules(met, decided),
      alone?.kind === 'tested' ? cellCounts(alone).ofServer : '–',
      oneLine(federation.servers[at]?.software ?? ''),
    ];
    const labelled = cells.map((content, index) => html`<td data-label="${columns[index + 1] ?? ''}">${content}</td>`);
    return row(html`${rank === undefined ? '' : `${rank}. `}${oneLine(name)}`, labelled);
  });
  return html`<section id="ranking" aria-labelledby="ranking-h"><h2 id="ranking-h">${own.ranking}</h2>
<p class="note">${own.scoreNote}</p>
${table({ caption: own.ranking, columns, className: 'runs', isTitled: true }, rows)}</section>
`;
}

type BlockedCell = Extract<FederationCell, { kind: 'blocked' }>;

/** The runs that could not be made, then all others; undefined: there are none yet. */
function runsSection(page: FederationPage): Html | undefined {
  const { own, federation } = page;
  const cells = cellsOf(federation);
  const tested = cells.filter((cell) => cell.kind === 'tested') as readonly TestedCell[];
  const blocked = cells.filter((cell) => cell.kind === 'blocked') as readonly BlockedCell[];
  if (tested.length + blocked.length === 0) return undefined;
  const green = tested.filter(isGreen);
  const others = tested.filter((cell) => !isGreen(cell));
  const folded =
    green.length === 0
      ? undefined
      : html`<details><summary>${own.green(green.length)}</summary>${runTable(green, page)}</details>
`;
  return html`<section id="pairs" aria-labelledby="pairs-h"><h2 id="pairs-h">${own.pairs}</h2>
${blocked.length === 0 ? undefined : html`<h3>${own.blockedHead}</h3>`}${blocked.map((cell) => blockedPart(cell, page))}${others.length === 0 ? undefined : runTable(others, page)}${folded}</section>
`;
}

function runTable(cells: readonly TestedCell[], page: FederationPage): Html {
  const { own, lang, federation } = page;
  const columns = [own.pairHead, own.rulesHead, own.cases, own.others, own.reports];
  const rows = cells.map((cell) => {
    const { together, ofServer } = cellCounts(cell);
    const head = isPair(cell) ? own.onlyTogether(together) : own.aloneRules(ofServer);
    const rules = [head, ownText(cell, lang), changeText(cell, federation)].filter((text) => text !== '');
    const tds = [
      oneLine(rules.join(page.common.semicolon)),
      own.passedOf(cell.outcomes.passed, cell.ran),
      otherOutcomes(cell, lang),
      reportLinks(cell, page),
    ];
    const labelled = tds.map((content, at) => html`<td data-label="${columns[at + 1] ?? ''}">${content}</td>`);
    // The grid leads to the rules of a pair that has any, else here.
    return row(
      oneLine(pairName(cell, own)),
      labelled,
      cell.rules.length === 0 || !isPair(cell) ? cellAnchor(cell, page) : undefined,
    );
  });
  return table({ caption: own.pairs, columns, className: 'runs', isTitled: true }, rows);
}

function blockedPart(cell: BlockedCell, page: FederationPage): Html {
  const { own, lang } = page;
  const items = cell.obstacles.map((obstacle) => {
    const { remedy } = obstacle;
    const advice = remedy && html`<br><small>${oneLine(own.remedy(remedy[lang]))}</small>`;
    return html`<li>${oneLine(obstacleText(obstacle, { ...cell, lang }))}${advice}</li>`;
  });
  const reasons = items.length === 0 ? html`<p>${own.unexplained}</p>` : html`<ul>${items}</ul>`;
  return html`<section id="${cellAnchor(cell, page)}"><h4>${oneLine(pairName(cell, own))} ${reportLinks(cell, page)}</h4>
${reasons}</section>
`;
}
