// A ruling by which a failure only warns: what it is about, the passages that disagree, and what the suite does.

import { passageUrl } from '../../spec/rulings.ts';
import { type NamedRuling, rulingLine, rulingOf } from '../text/ruling.ts';
import type { Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** The ruling folded into one line. Links lead to the texts of the passages. */
export function rulingHtml(named: NamedRuling, { lang }: Page): Html {
  const ruling = rulingOf(named.id);
  const line = rulingLine(named, lang);
  if (ruling === undefined) return html`<p class="ruling">${line}</p>`;
  const passages = ruling.passages.map(
    ({ place, says }) => html`<p><a href="${passageUrl(place)}">${place}</a> ${says[lang]}</p>`,
  );
  return html`<details class="ruling"><summary>${line}</summary>${passages}<p><strong>${ruling.id}</strong> ${ruling.ruling[lang]}</p></details>`;
}
