// HTML is made by one tagged template, so that nothing a server sent gets into a page unescaped. Tables are for screen readers, too.

import { escapeHtml } from '../text/xml-text.ts';

/** HTML that is safe to write. Only `html` and `raw` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** A value of a template. HTML is kept, other values are escaped, undefined is nothing. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/** Escapes every value that is not HTML. Attribute values must be quoted. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((before, after, index) => `${before}${markupOf(values[index - 1])}${after}`));
}

/** HTML from a constant of this program, such as a style sheet; never from text that was read. */
export function raw(constant: string): Html {
  return new Html(constant);
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(markupOf).join('') : escapeHtml(String(value));
}

interface TableHead {
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
