// Sections of a Markdown document of bounded length. Items that do not fit are counted.

export interface Section {
  readonly title: string;
  /** Markdown before the items, for example the head of a table. */
  readonly intro: string;
  /** Markdown; each ends with a line break. */
  readonly items: readonly string[];
  /** The note on `count` omitted items. */
  left(count: number): string;
}

/** Characters reserved for the note on omitted items. */
const NOTE_CHARACTERS = 100;

/** The section in at most `max` characters; empty without items, or without room for the heading. */
export function sectionText({ title, intro, items, left }: Section, max: number): string {
  const head = `### ${title}\n\n${intro}`;
  const room = max - head.length - NOTE_CHARACTERS;
  if (items.length === 0 || room < 0) return '';
  const count = countFitting(items, room);
  const note = count === items.length ? '' : `\n${left(items.length - count)}\n`;
  return `${head}${items.slice(0, count).join('')}${note}\n`;
}

/** How many of the first items have at most `room` characters together. */
function countFitting(items: readonly string[], room: number): number {
  let used = 0;
  const first = items.findIndex((item) => {
    used += item.length;
    return used > room;
  });
  return first === -1 ? items.length : first;
}
