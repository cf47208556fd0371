// The style sheets and the script of the pages. They are files in `browser/`, which a page holds as they are.

import { readFileSync } from 'node:fs';
import { type Html, raw } from './template.ts';

/** The style of a page: the sheets of every page and `own` sheets, by name. */
export function styleSheet(
  ...own: readonly ('diagram' | 'federation' | 'findings' | 'matrix' | 'shares' | 'site')[]
): Html {
  const names = ['colors', 'page', 'tables', 'cases', ...own, 'print'];
  return raw(names.map((name) => read(`${name}.css`)).join('\n'));
}

/** The script of the HTML report, in strict mode and without global names. */
export function pageScript(): Html {
  const names = ['page', 'cases', 'filter', 'arrows', 'links', 'language'];
  // The diagrams are a module of their own, which the report uses as well.
  const diagrams = read('diagram.js').replace(/^export /gm, '');
  const text = `const { layoutDiagram } = (() => {\n${diagrams}return { layoutDiagram };\n})();\n`;
  return raw(`(() => {\n'use strict';\n${text}${names.map((name) => read(`${name}.js`)).join('\n')}})();\n`);
}

/** The script of the grid of servers: its search. */
export function searchScript(): Html {
  return raw(`(() => {\n'use strict';\n${read('search.js')}})();\n`);
}

function read(file: string): string {
  return readFileSync(new URL(`browser/${file}`, import.meta.url), 'utf8');
}
