// HTML is made by one tagged template, so that nothing a server sent gets into a page unescaped.

import { escapeHtml } from '../text/escape-html.ts';

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
