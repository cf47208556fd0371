// The frame of every page: one file, which fetches nothing, with style sheets, scripts and links to the rest of the site.

import { readFileSync } from 'node:fs';
import type { Language, SiteLinks } from '../../model/event.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { type Html, html, raw } from './template.ts';

interface Frame {
  readonly lang: Language;
  readonly title: string;
  /** As `styleSheet` makes it. */
  readonly style: Html;
  /** Text of the link that skips to `#main`. */
  readonly skipLink: string;
  /** Scripts that may run, as a source of the policy; absent: none. */
  readonly scriptSource?: string;
  /** Seconds after which the page loads itself again; absent: never. */
  readonly refreshS?: number | undefined;
}

/** A page with this body. Its policy lets it fetch nothing and run no other script, so that a body with text of a server is harmless. */
export function htmlDocument(frame: Frame, body: Html): Html {
  const { before, after } = htmlFrame(frame);
  return html`${before}${body}${after}`;
}

/** A language for the attribute `lang`. */
export const languageTag = (lang: Language): string => (lang === 'zh' ? 'zh-Hans' : 'en');

/** What stands before and after the body of a page. */
export function htmlFrame({ lang, title, style, skipLink, scriptSource = "'none'", refreshS }: Frame): {
  readonly before: Html;
  readonly after: Html;
} {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${scriptSource}; base-uri 'none'; form-action 'none'`;
  const refresh = refreshS === undefined ? undefined : html`<meta http-equiv="refresh" content="${refreshS}">\n`;
  const before = html`<!DOCTYPE html>
<html lang="${languageTag(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${refresh}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body id="top">
<a class="skip" href="#main">${skipLink}</a>
`;
  const after = html`</body>
</html>
`;
  return { before, after };
}

const SITE_NAV = catalogue({ label: 'Site', home: '← All servers' }, { label: '站点', home: '← 所有服务器' });

/** Each language by its own name; Chinese in English, too, for a machine that has no font for it. */
const NAMES = { en: { tag: 'en', name: 'English' }, zh: { tag: 'zh-Hans', name: '中文 (Chinese)' } } as const;

/**
 * The links; undefined: the page is part of no site. A page with a switch of its own, which needs scripts, shows the link to the
 * other language only without them.
 */
export function siteNav(site: SiteLinks | undefined, lang: Language, hasSwitch = false): Html | undefined {
  if (site === undefined) return undefined;
  const words = SITE_NAV[lang];
  const other = lang === 'en' ? 'zh' : 'en';
  const { tag, name } = NAMES[other];
  const home = site.home === undefined ? undefined : html`<li><a href="${site.home[lang]}">${words.home}</a></li>`;
  const link = html`<a href="${site.page[other]}" lang="${tag}" hreflang="${tag}">${name}</a>`;
  const item = hasSwitch ? html`<noscript>${link}</noscript>` : link;
  return html`<nav class="site" aria-label="${words.label}"><ul>${home}
<li>${item}</li></ul></nav>
`;
}

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
