// A folded part of the page whose list the script adds when it is wanted.

import type { Page } from './page-context.ts';
import { type Html, html } from './template.ts';

interface LaterPart {
  readonly id: string;
  readonly summary: Html | string;
  readonly list: Html;
  /** The ids of the rows of the list. */
  readonly anchors: readonly string[];
}

/** Until the list is there, and in a browser without scripts, links to its rows lead to a note in its place. */
export function laterPart({ id, summary, list, anchors }: LaterPart, page: Page): Html {
  const places = anchors.map((anchor) => html`<span id="${anchor}"></span>`);
  return html`<details class="chapter" id="${id}" data-part="${page.later(list)}"><summary>${summary}</summary>
<div class="list"><p class="note" data-static>${places}${page.words.laterNote}</p></div></details>
`;
}
