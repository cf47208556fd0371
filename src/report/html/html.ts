// The HTML report: one file that needs no network. Scripts only make it more convenient.

import { createHash } from 'node:crypto';
import type { Reporter, ReporterSetup } from '../../model/event.ts';
import { attention } from './attention.ts';
import { pageScript, styleSheet } from './browser-files.ts';
import { caseBodies } from './case-bodies.ts';
import { caseList } from './case-list.ts';
import { htmlFrame } from './document.ts';
import { grids } from './grids.ts';
import { latitude } from './latitude.ts';
import { masthead, serverName } from './masthead.ts';
import { type Page, pageOf } from './page-context.ts';
import { pageData } from './page-data.ts';
import { requirementList } from './requirements.ts';
import { summary } from './summary.ts';
import { type Html, html } from './template.ts';

/** Writes one HTML document when the run is finished, part by part: the whole text takes much memory. */
export function createHtmlReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type !== 'run-finished') return;
      for (const part of partsOf(pageOf(event, setup))) setup.write(part.text);
    },
  };
}

function* partsOf(page: Page): Generator<Html> {
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
  const { before, after } = htmlFrame(frame);
  yield html`${before}${masthead(page)}${contents(page)}<main id="main">
${attention(page)}${summary(page)}${grids(page)}${latitude(page)}`;
  yield requirementList(page);
  yield* caseList(page, bodies);
  yield html`</main>
<footer><p>${words.madeBy(`${info.tool.name} ${info.tool.version}`)} <a class="top" href="#top">${words.backToTop}</a></p></footer>
<script type="application/json" id="data">`;
  yield* pageData(page, bodies);
  yield html`</script>
<script>${script}</script>
${after}`;
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
