// The links of a page to the rest of its site: to the first page, and to itself in the other language.

import type { Language, SiteLinks } from '../../model/event.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { type Html, html } from './template.ts';

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
