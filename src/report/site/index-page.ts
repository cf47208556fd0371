// The first page of a site: the scoreboard, the grid of servers with each other, differences, and the history of each server.

import type { RequirementChange } from '../../results/diff.ts';
import type { Changes, HistoryEntry } from '../../results/history.ts';
import { OUTCOMES } from '../../results/outcomes.ts';
import type { SiteServer } from '../../results/site.ts';
import { LEVELS } from '../../wording/common.ts';
import { federationPageOf } from '../federation/federation-page.ts';
import { gridSection } from '../federation/pair-grid.ts';
import { requirementAnchor } from '../html/anchor.ts';
import { htmlDocument, siteNav, styleSheet } from '../html/document.ts';
import { badge } from '../html/outcome.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html, row, table } from '../html/template.ts';
import { matrixGrids, matrixLatitude } from '../matrix/compared-grids.ts';
import { contentsOf, matrixRequirements } from '../matrix/matrix-html.ts';
import { linkInto, matrixPageOf } from '../matrix/matrix-page.ts';
import { ruleText } from '../text/citation.ts';
import { standardsText } from '../text/standards.ts';
import { notes } from './report-notes.ts';
import { badgeSvg, scoreboard } from './scoreboard.ts';
import { SITE, type SitePage } from './site-words.ts';

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

/** Requirements listed of each kind. `xmppspec diff` lists all. */
const MAX_LISTED = 20;

/** Undefined: every server has one report. */
function history(page: SitePage): Html | undefined {
  const { own, site } = page;
  const parts = site.servers.flatMap((server, at) => (server.history.length > 1 ? [serverPart(server, at, page)] : []));
  if (parts.length === 0) return undefined;
  return html`<section id="history" aria-labelledby="history-h"><h2 id="history-h">${own.history}</h2>
${parts}</section>
`;
}

function serverPart({ label, history: entries }: SiteServer, at: number, page: SitePage): Html {
  const { own, matrix } = page;
  const title = own.historyOf(oneLine(label));
  const heads = OUTCOMES.map((outcome) => matrix.common[outcome]);
  const columns = [matrix.words.date, matrix.words.version, own.allCases, ...heads, own.known, own.change];
  // The newest first.
  const rows = [...entries].reverse().map((entry) => entryRow(entry, page));
  const changes = entries.at(-1)?.changes;
  return html`<h3>${title}</h3>
${table({ caption: title, columns, className: 'counts history', isTitled: true }, rows)}
${changes && changeList(changes, at, page)}`;
}

function entryRow(entry: HistoryEntry, page: SitePage): Html {
  const { startedAt, software, tool, cases, outcomes, knownFailures, changes } = entry;
  const date = startedAt.replace('T', ' ').slice(0, 16);
  const numbers = OUTCOMES.map((outcome) => {
    const color = outcomes[outcome] === 0 ? 'zero' : `o-${outcome}`;
    return html`<td class="n ${color}">${outcomes[outcome]}</td>`;
  });
  const by = tool === undefined ? undefined : html`<small>xmppspec ${oneLine(tool)}</small>`;
  return row(html`<time datetime="${startedAt}">${date}</time>`, [
    html`<td>${oneLine(software)} ${by}</td><td class="n">${cases}</td>`,
    ...numbers,
    html`<td class="n">${knownFailures}</td><td>${changeText(changes, page)}</td>`,
  ]);
}

function changeText(changes: Changes | undefined, { own, matrix }: SitePage): string {
  if (changes === undefined) return own.firstReport;
  const { worse, better, casesWorse, casesBetter, added, gone } = changes;
  const parts = [
    ...(worse.length > 0 ? [own.worse(worse.length)] : []),
    ...(better.length > 0 ? [own.better(better.length)] : []),
    ...(casesWorse.length > 0 ? [own.casesWorse(casesWorse.length)] : []),
    ...(casesBetter.length > 0 ? [own.casesBetter(casesBetter.length)] : []),
    ...(added > 0 ? [own.added(added)] : []),
    ...(gone > 0 ? [own.gone(gone)] : []),
  ];
  return parts.length === 0 ? own.unchanged : parts.join(matrix.common.comma);
}

/** The requirements that are worse or better than in the report before the newest; undefined: none is. */
function changeList({ worse, better }: Changes, at: number, page: SitePage): Html | undefined {
  if (worse.length + better.length === 0) return undefined;
  const list = (changes: readonly RequirementChange[], title: string) => {
    if (changes.length === 0) return undefined;
    const more = changes.length - MAX_LISTED;
    return html`<p>${title}</p><ul class="changes">${changes.slice(0, MAX_LISTED).map((change) => changeItem(change, at, page))}</ul>
${more > 0 ? html`<p>${page.matrix.words.more(more)}</p>` : undefined}`;
  };
  const { own } = page;
  return html`<div class="since"><h4>${own.latest}</h4>
${list(worse, own.worse(worse.length))}${list(better, own.better(better.length))}</div>`;
}

function changeItem({ id, level, old, new: now }: RequirementChange, at: number, page: SitePage): Html {
  const { lang, requirements, matrix, own } = page;
  const requirement = requirements.get(id);
  const word = (verdict: typeof old) =>
    verdict === undefined ? '' : matrix.words.requirementVerdict(verdict === 'passed' ? 'met' : verdict);
  const turn = badge(now ?? 'skipped', matrix, own.turned(word(old), word(now)));
  const text = requirement && html` ${ruleText(requirement, lang)}`;
  return html`<li>${turn} ${linkInto(at, requirementAnchor(id), html`<code>${oneLine(id)}</code>`, matrix)} <small>${LEVELS[lang][level]}</small>${text}</li>
`;
}
