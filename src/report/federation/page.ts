// The grid of servers as a page: one file, no network. Its links lead to the reports beside it. A script only adds a search.

import { createHash } from 'node:crypto';
import type { Federation } from '../../results/federation.ts';
import { cellCounts, type RuleRow, ruleRows } from '../../results/federation-rules.ts';
import { rankedServers } from '../../results/federation-score.ts';
import { searchScript, styleSheet } from '../html/browser-files.ts';
import { htmlDocument } from '../html/document.ts';
import { oneLine } from '../html/page-context.ts';
import { siteNav } from '../html/site-nav.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { pageWords } from '../html/words.ts';
import { gridSection } from './grid.ts';
import { type FederationPage, type FederationPageLook, federationPageOf } from './page-context.ts';
import { eventFacts, eventTitle, leadText, percentText } from './phrases.ts';
import { rulesSection, targetStyle } from './rules.ts';
import { runsSection } from './runs.ts';

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
