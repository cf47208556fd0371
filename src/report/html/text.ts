// HTML is made by one tagged template, so that nothing a server sent gets into a page unescaped.

/** HTML that is safe to write: made by `html` or `raw`, and by nothing else. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: HTML stands as it is, everything else is escaped; nothing stands for what is absent. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/** Escapes every value that is not HTML itself. Attribute values must be quoted. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((before, after, index) => `${before}${shown(values[index - 1])}${after}`));
}

/** HTML from text that is a constant of ours, such as a style sheet; never from anything that was read. */
export function raw(constant: string): Html {
  return new Html(constant);
}

function shown(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(shown).join('') : escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
