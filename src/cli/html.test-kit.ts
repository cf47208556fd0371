// The pages for the tests in a browser.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { grid } from '../report/federation/federation.test-kit.ts';
import { federationHtml } from '../report/federation/federation-html.ts';
import { createHtmlReporter } from '../report/html/html.ts';
import { failedResult, requirements, written } from '../report/report.test-kit.ts';
import { xmppspec } from './cli.test-kit.ts';

/** Rows of the delivery table: a cell is a case, and more rows are more of the same. The last has the widest diagrams. */
const ROWS = ['no-account', 'no-active-resource', 'several-non-negative.unequal'];

/** Some fail on prosody, some permit several behaviours, and they are in two tables of the standard. */
const SELECTORS = ['2.3', 'A.2.1', ...ROWS.map((row) => `rfc6121/8.5/message-delivery[${row},*`)];

export const FAILING = '#case-rfc6121/2.3.3/refused:empty-group';

/** Cases of the report. */
export const PASSING = '#case-rfc6121/2.3.2/add';

export const PAGES = {
  crowd: 'crowd.html',
  report: 'report.html',
  zhReport: 'report-zh.html',
  matrix: 'matrix.html',
  zhMatrix: 'matrix-zh.html',
  federation: 'federation.html',
  zhFederation: 'federation-zh.html',
};

/** For a page: the targets too small for a finger. A link in a sentence is as high as its line (WCAG 2.2, 2.5.8). */
export const SMALL_TARGETS = `[...document.querySelectorAll('a, button, summary, input, select')].filter((element) => {
  const { width, height } = element.getBoundingClientRect();
  const isInLine = getComputedStyle(element).display === 'inline' && element.closest('p, small, dd') !== null;
  const isShown = element.getClientRects().length > 0 && !element.classList.contains('skip');
  return isShown && !isInLine && (width < 24 || height < 24);
}).map((element) => element.outerHTML.slice(0, 120))`;

/** Writes all pages into the directory: reports of prosody and of many failures, matrices of prosody and the reference, grids. */
export async function makePages(directory: string): Promise<void> {
  const at = (file: string) => join(directory, file);
  const crowd = Array.from({ length: 300 }, (_, index) => failedResult(`rfc6121/2.3.3/crowd[row-${index}]`));
  writeFileSync(at(PAGES.crowd), written(createHtmlReporter, crowd));
  writeFileSync(at(PAGES.federation), federationHtml(grid, { lang: 'en', requirements }));
  writeFileSync(at(PAGES.zhFederation), federationHtml(grid, { lang: 'zh', requirements }));
  const make = (...args: string[]) => xmppspec(args, { XDG_STATE_HOME: directory });
  const [prosody, reference] = [at('prosody.json'), at('reference.json')];
  await Promise.all([
    make('run', ...SELECTORS, '-t', 'prosody', '-r', `html=${at(PAGES.report)}`, '-r', `json=${prosody}`),
    make('run', ...SELECTORS, '-t', 'reference', '-r', `json=${reference}`),
    make('run', '2.3.3', '-t', 'prosody', '--lang', 'zh', '-r', `html=${at(PAGES.zhReport)}`),
  ]);
  await Promise.all([
    make('matrix', reference, prosody, '--html', at(PAGES.matrix)),
    make('matrix', reference, prosody, '--lang', 'zh', '--html', at(PAGES.zhMatrix)),
  ]);
}
