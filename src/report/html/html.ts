// The HTML report: one file that needs no network. Scripts only make it more convenient.

import { createHash } from 'node:crypto';
import type { Reporter, ReporterSetup } from '../../model/event.ts';
import { attention } from './attention.ts';
import { pageScript, styleSheet } from './browser-files.ts';
import { caseBodies } from './case-bodies.ts';
import { caseList } from './case-list.ts';
import { htmlDocument } from './document.ts';
import { grids } from './grids.ts';
import { latitude } from './latitude.ts';
import { masthead, serverName } from './masthead.ts';
import { type Page, pageOf } from './page-context.ts';
import { pageData } from './page-data.ts';
import { requirementList } from './requirements.ts';
import { summary } from './summary.ts';
import { type Html, html } from './template.ts';

/** Writes one HTML document when the run is finished. */
export function createHtmlReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') setup.write(documentOf(pageOf(event, setup)).text);
    },
  };
}

function documentOf(page: Page): Html {
  const { words, lang, info } = page;
  const bodies = caseBodies(page);
  const script = pageScript();
  const hash = createHash('sha256').update(script.text).digest('base64');
  const frame = {
    lang,
    title: words.title(serverName(page)),
    style: styleSheet('diagram'),
    skipLink: words.skipLink,
    scriptSource: `'sha256-${hash}'`,
  };
  return htmlDocument(
    frame,
    html`${masthead(page)}${contents(page)}<main id="main">
${attention(page)}${summary(page)}${grids(page)}${latitude(page)}${requirementList(page)}${caseList(page, bodies)}</main>
<footer><p>${words.madeBy(`${info.tool.name} ${info.tool.version}`)} <a class="top" href="#top">${words.backToTop}</a></p></footer>
<script type="application/json" id="data">${pageData(page, bodies)}</script>
<script>${script}</script>
`,
  );
}

function contents({ words, results }: Page): Html {
  const hasCells = results.some((result) => result.case.cell !== undefined);
  const hasChoices = results.some((result) => result.case.cell === undefined && result.observed.length > 0);
  const parts = [
    ['attention', words.attention],
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
