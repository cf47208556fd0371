// XML as a page shows it: bounded in all, since a server may send as much as it likes, and marked where it differs.

import type { Difference } from '../../model/failure.ts';
import type { XmlElement } from '../../model/xml.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { escapeHtml } from '../text/escape-html.ts';
import { escapeRegExp } from '../text/names.ts';
import { prettyXml, type Rename } from '../text/xml-text.ts';
import { type Html, html } from './template.ts';

/** As much of a text as there is still room for; undefined: there is none left, and the text was not made. */
export type Spend = (text: () => string) => string | undefined;

/** Hands out `room` characters of HTML, at most `atOnce` for one text. */
export function spender(room: number, atOnce: number): Spend {
  let left = room;
  return (text) => {
    if (left <= 0) return undefined;
    const given = escapedWithin(text(), Math.min(left, atOnce));
    left -= escapeHtml(given).length;
    return given;
  };
}

/** A quotation mark may take ten characters where XML is shown in HTML. */
function escapedWithin(text: string, room: number): string {
  if (escapeHtml(text).length <= room) return text;
  let [used, end] = [0, 0];
  for (const char of text) {
    used += escapeHtml(char).length;
    if (used > room) break;
    end += char.length;
  }
  return cut(text, end);
}

/** The stanza with a mark where it differs; `value` is what stands there on this side. */
export function markedXml(stanza: XmlElement, rename: Rename, spend: Spend, difference?: Difference, value = ''): Html {
  const text = spend(() => prettyXml(stanza, rename).join('\n'));
  if (text === undefined) return html`<pre>…</pre>`;
  const place = difference === undefined ? undefined : placeOf(text, difference.path, escapeControls(rename(value)));
  if (place === undefined) return html`<pre>${text}</pre>`;
  const { from, to } = place;
  return html`<pre>${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}</pre>`;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a path such as `iq/query/item@name` leads to: an attribute with that value, or else the tag that lacks it. */
function placeOf(text: string, path: string, value: string): Span | undefined {
  const [steps = '', attribute] = path.replace(/\/text\(\)$/, '').split('@');
  const names = steps.split('/');
  const name = (names.at(-1) ?? '').split('|').map(escapeRegExp).join('|');
  const tags = [...text.matchAll(new RegExp(`^ {${2 * (names.length - 1)}}<(?:${name})(?=[ />])[^>]*>`, 'gm'))];
  if (attribute === undefined) return spanOf(tags[0]?.index, tags[0]?.[0]);
  const spans = tags.flatMap((tag) => {
    const found = new RegExp(` ${escapeRegExp(attribute)}="[^"]*"`).exec(tag[0]);
    return found === null ? [] : [{ written: found[0], from: tag.index + found.index }];
  });
  const best = spans.find(({ written }) => written.endsWith(`=${value}`)) ?? spans[0];
  return best === undefined ? tagSpan(tags[0]) : spanOf(best.from, best.written);
}

/** Without the blanks before it. */
function spanOf(from: number | undefined, written: string | undefined): Span | undefined {
  if (from === undefined || written === undefined) return undefined;
  return { from: from + written.length - written.trimStart().length, to: from + written.length };
}

function tagSpan(tag: RegExpExecArray | undefined): Span | undefined {
  const name = tag === undefined ? null : /^ *<[^ />]+/.exec(tag[0]);
  return spanOf(tag?.index, name?.[0]);
}
