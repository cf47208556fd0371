// The first page of a site: the scoreboard, the grid of servers with each other, differences, and history. No scripts.

import { gridSection } from '../federation/grid.ts';
import { federationPageOf } from '../federation/page-context.ts';
import { styleSheet } from '../html/browser-files.ts';
import { htmlDocument } from '../html/document.ts';
import { oneLine } from '../html/page-context.ts';
import { siteNav } from '../html/site-nav.ts';
import { row, table } from '../html/table.ts';
import { type Html, html } from '../html/template.ts';
import { matrixGrids, matrixLatitude } from '../matrix/grids.ts';
import { contentsOf } from '../matrix/page.ts';
import { matrixPageOf } from '../matrix/page-context.ts';
import { matrixRequirements } from '../matrix/requirements.ts';
import { standardsText } from '../text/standards.ts';
import { badgeSvg } from './badge.ts';
import { history } from './history.ts';
import { notes } from './notes.ts';
import { scoreboard } from './scoreboard.ts';
import type { SitePage } from './site-page.ts';
import { SITE } from './words.ts';

/** What a page is made of; `pages` as in `MatrixPage`. */
type Look = Pick<SitePage, 'lang' | 'requirements' | 'links' | 'badges' | 'version'> & {
  readonly pages: readonly string[];
};

/** The page as HTML. */
export function siteHtml(site: SitePage['site'], { pages, ...look }: Look): string {
  const { lang, requirements } = look;
  const matrix = matrixPageOf(site.matrix, { lang, requirements, pages });
  const page: SitePage = { site, ...look, own: SITE[lang], matrix };
  const { own } = page;
  return htmlDocument(
    {
      lang,
      title: own.title,
      style: styleSheet('matrix', 'shares', 'federation', 'site'),
      skipLink: matrix.words.skipLink,
    },
    html`${siteNav(look.links, lang)}<header><p class="kicker">${own.subtitle(standardsText(site.matrix.requirements, look))}</p><h1>${own.title}</h1></header>
${contents(page)}<main id="main">
${notes(page)}${hasServers(page) ? scoreboard(page) : undefined}${federation(page)}${hasServers(page) ? differences(page) : undefined}${history(page)}${badges(page)}</main>
<footer><p>${own.madeBy(page.version)} <a class="top" href="#top">${matrix.words.backToTop}</a></p></footer>
`,
  ).text;
}

const hasServers = ({ site }: SitePage): boolean => site.servers.length > 0;
const isCompared = ({ site }: SitePage): boolean => site.servers.length > 1;

function contents(page: SitePage): Html {
  const { own, site, matrix } = page;
  const { words } = matrix;
  const parts: readonly (readonly [string, string, boolean])[] = [
    ['notes', own.notes, notes(page) !== undefined],
    ['scoreboard', own.scoreboard, hasServers(page)],
    ['grid', own.grid, site.federation !== undefined],
    ['requirements', matrix.own.requirementsHead, hasServers(page)],
    ['tables', words.tables, isCompared(page) && site.matrix.grids.length > 0],
    ['latitude', words.latitude, isCompared(page) && site.matrix.latitude.length > 0],
    ['history', own.history, history(page) !== undefined],
    ['badges', own.badges, hasServers(page)],
  ];
  return contentsOf(
    parts.flatMap(([id, name, isThere]) => (isThere ? [[id, name] as const] : [])),
    matrix,
  );
}

/** Requirements, tables and choices side by side. The page of a single server has its tables. */
function differences(page: SitePage): Html {
  const { matrix } = page;
  const tables = isCompared(page) ? html`${matrixGrids(matrix)}${matrixLatitude(matrix)}` : undefined;
  return html`${matrixRequirements(matrix)}${tables}`;
}

function federation({ site, lang, requirements, links, own }: SitePage): Html | undefined {
  if (site.federation === undefined) return undefined;
  const grid = federationPageOf(site.federation, { lang, requirements, site: links });
  return html`${gridSection(grid, 'federation.html')}<p><a href="federation.html">${own.gridMore}</a></p>
`;
}

function badges(page: SitePage): Html | undefined {
  const { own, site, badges: addresses, matrix } = page;
  if (!hasServers(page)) return undefined;
  const rows = site.servers.map((server, at) => {
    const address = addresses[at] ?? '';
    const name = oneLine(server.label);
    const markdown = `[![${name}](${address})](${matrix.pages?.[at] ?? ''})`;
    return row(name, [html`<td><a href="${address}">${badgeSvg(server)}</a></td><td><code>${markdown}</code></td>`]);
  });
  const columns = [own.server, own.badge, own.markdown];
  return html`<section id="badges" aria-labelledby="badges-h"><h2 id="badges-h">${own.badges}</h2>
<p class="note">${own.badgesNote}</p>
${table({ caption: own.badges, columns, className: 'servers', isTitled: true }, rows)}</section>
`;
}
