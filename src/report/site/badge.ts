// A badge: the name of a server and how many of its cases passed, as a small SVG file.

import stringWidth from 'string-width';
import type { Language } from '../../model/event.ts';
import type { SiteServer } from '../../results/site.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html } from '../html/template.ts';
import { shareClass } from './scoreboard.ts';
import { SITE } from './words.ts';

/** Width of a column of text in pixels at 11 px, and the space around each text. `textLength` makes it exact. */
const [COLUMN, SPACE, HEIGHT] = [6.6, 8, 20];

/** White on each of them has a contrast of at least 4.5 (WCAG 2.1, 1.4.3). */
const COLORS: Readonly<Record<string, string>> = {
  's-100': '#176529',
  's-90': '#4d6a00',
  's-70': '#7a5a00',
  's-40': '#9a4a00',
  's-0': '#a1121d',
  's-none': '#50575f',
};

type Badge = Pick<SiteServer, 'label' | 'passed' | 'ran' | 'notes'>;

/** The badge as SVG, readable without a style sheet. Its text for screen readers is in both languages. */
export function badgeSvg(server: Badge): Html {
  const { label, passed, ran } = server;
  const name = oneLine(label);
  const value = valueText(server, 'en');
  const title = `${name}: ${value} · ${valueText(server, 'zh')}`;
  const [left, right] = [textWidth(name), textWidth(value)];
  const [edge, width] = [left + 2 * SPACE, left + right + 4 * SPACE];
  const color = COLORS[isPartial(server) ? 's-none' : shareClass(passed, ran)] ?? '';
  const text = (x: number, length: number, content: string) =>
    html`<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${content}</text>`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><rect width="${width}" height="${HEIGHT}" rx="3" fill="#333a42"/><path d="M${edge} 0h${width - edge - 3}a3 3 0 0 1 3 3v${HEIGHT - 6}a3 3 0 0 1-3 3H${edge}z" fill="${color}"/><g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(SPACE, left, name)}${text(edge + SPACE, right, value)}</g></svg>
`;
}

function valueText(server: Badge, lang: Language): string {
  const { passed, ran } = server;
  const text = ran === 0 ? SITE[lang].untested : SITE[lang].caseText(passed, ran);
  return isPartial(server) ? SITE[lang].partial(text) : text;
}

/** A badge has no room for notes: what does not show the whole suite has no colour of praise. */
const isPartial = ({ notes }: Badge): boolean => notes.some(({ kind }) => kind === 'partial' || kind === 'stopped');

const textWidth = (text: string): number => Math.ceil(stringWidth(text) * COLUMN);
