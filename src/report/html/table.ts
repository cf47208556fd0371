// Tables for screen readers, which scroll on narrow screens.

import { type Html, type HtmlValue, html } from './template.ts';

export interface TableHead {
  readonly caption: string | Html;
  readonly columns: readonly HtmlValue[];
  readonly className?: string;
  /** Shows the caption to screen readers only, because a heading above says the same. */
  readonly isTitled?: boolean;
}

/** A table with a caption and column headings; `row` makes its rows. */
export function table({ caption, columns, className, isTitled = false }: TableHead, rows: readonly Html[]): Html {
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  const label = typeof caption === 'string' ? html` role="group" aria-label="${caption}"` : undefined;
  const classes = className === undefined ? undefined : html` class="${className}"`;
  return html`<div class="scroll"${label} tabindex="0"><table${classes}><caption><span${isTitled ? html` class="sr"` : undefined}>${caption}</span></caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}</tbody></table></div>
`;
}

/** A row with its heading; `cells` are `td` elements. */
export function row(heading: HtmlValue, cells: readonly Html[], id?: string): Html {
  const anchor = id === undefined ? undefined : html` id="${id}"`;
  return html`<tr${anchor}><th scope="row">${heading}</th>${cells}</tr>
`;
}
