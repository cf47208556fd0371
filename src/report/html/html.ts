// The HTML report: one file that needs no network. Scripts only make it more convenient.

import { createHash } from 'node:crypto';
import type { Reporter, ReporterSetup } from '../../model/event.ts';
import { pageScript, styleSheet } from './browser-files.ts';
import { type Bodies, caseBodies, type Pages } from './case-bodies.ts';
import { caseList } from './case-list.ts';
import { htmlFrame } from './document.ts';
import { findings } from './findings.ts';
import { grids } from './grids.ts';
import { latitude } from './latitude.ts';
import { masthead, serverName, standardsOf } from './masthead.ts';
import { notes } from './notes.ts';
import { type Page, pageOf } from './page-context.ts';
import { pageData } from './page-data.ts';
import { requirementList } from './requirements.ts';
import { siteNav } from './site-nav.ts';
import { summary } from './summary.ts';
import { type Html, html } from './template.ts';

/** Writes one HTML document when the run is finished, part by part: the whole text takes much memory. */
export function createHtmlReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type !== 'run-finished') return;
      const other = setup.lang === 'en' ? 'zh' : 'en';
      const pages = [pageOf(event, setup), pageOf(event, setup, other)] as const;
      for (const part of partsOf(pages, setup.site)) setup.write(part.text);
    },
  };
}

function* partsOf(pages: Pages, site: ReporterSetup['site']): Generator<Html> {
  const [page, other] = pages;
  const { words, lang } = page;
  const bodies = caseBodies(pages);
  const script = pageScript();
  const hash = createHash('sha256').update(script.text).digest('base64');
  const frame = {
    lang,
    title: titleOf(page),
    style: styleSheet('diagram', 'findings'),
    skipLink: words.skipLink,
    scriptSource: `'sha256-${hash}'`,
  };
  const { before, after } = htmlFrame(frame);
  yield html`${before}<div id="view">`;
  yield* view(page, bodies, site);
  yield html`</div>
<script type="application/json" id="data">`;
  yield* pageData(pages, bodies, [titleOf(other), [...view(other, bodies, site)].map(({ text }) => text).join('')]);
  yield html`</script>
<script>${script}</script>
${after}`;
}

const titleOf = (page: Page): string => page.words.title(serverName(page), standardsOf(page));

/** All that a reader sees, in the language of the page. */
function* view(page: Page, bodies: Bodies, site: ReporterSetup['site']): Generator<Html> {
  const { words, info } = page;
  yield html`${siteNav(site, page.lang, true)}${masthead(page)}${contents(page)}<main id="main">
`;
  yield findings(page);
  yield html`${notes(page)}${summary(page)}${grids(page)}${latitude(page)}`;
  yield requirementList(page);
  yield* caseList(page, bodies);
  yield html`</main>
<footer><p>${words.madeBy(`${info.tool.name} ${info.tool.version}`)} <a class="top" href="#top">${words.backToTop}</a></p></footer>
`;
}

function contents({ words, results }: Page): Html {
  const hasCells = results.some((result) => result.case.cell !== undefined);
  const hasChoices = results.some((result) => result.case.cell === undefined && result.observed.length > 0);
  const parts = [
    ['findings', words.findings],
    ['summary', words.summary],
    ...(hasCells ? [['tables', words.tables]] : []),
    ...(hasChoices ? [['latitude', words.latitude]] : []),
    ['requirements', words.requirements],
    ['cases', words.cases],
  ];
  const items = parts.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<nav class="contents" aria-label="${words.contents}"><ul>${items}</ul></nav>
`;
}
