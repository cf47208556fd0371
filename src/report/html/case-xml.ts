// The XML of a case in the page. A server may send any amount: a budget bounds it. Differences are marked.

import type { Difference, DifferenceValue } from '../../model/failure.ts';
import type { XmlElement } from '../../model/xml.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { escapeRegExp } from '../text/names.ts';
import { escapeHtml, prettyXml, type Rename } from '../text/xml-text.ts';
import { type Html, html } from './template.ts';

/** Bounds the HTML that a case adds to the page. */
export interface Budget {
  /** The text, cut to what is left; undefined and not made if nothing is left. */
  fit(makeText: () => string): string | undefined;
}

/** A budget of `total` characters of HTML, at most `perText` for one text. */
export function createBudget(total: number, perText: number): Budget {
  let left = total;
  return {
    fit(makeText) {
      if (left <= 0) return undefined;
      const text = cutToHtml(makeText(), Math.min(left, perText));
      left -= escapeHtml(text).length;
      return text;
    },
  };
}

/** Cuts a text to at most `max` characters of HTML. A quotation mark in an attribute takes ten. */
function cutToHtml(text: string, max: number): string {
  if (escapeHtml(text).length <= max) return text;
  let [used, end] = [0, 0];
  for (const char of text) {
    used += escapeHtml(char).length;
    if (used > max) break;
    end += char.length;
  }
  return cut(text, end);
}

interface Marking {
  readonly rename: Rename;
  readonly budget: Budget;
  readonly difference: Difference | undefined;
  /** The side of the difference that this stanza has. */
  readonly side: DifferenceValue | undefined;
}

/** The stanza as indented XML, marked where it differs. */
export function markedXml(stanza: XmlElement, { rename, budget, difference, side }: Marking): Html {
  const text = budget.fit(() => prettyXml(stanza, rename).join('\n'));
  if (text === undefined) return html`<pre>…</pre>`;
  const value = side?.kind === 'value' ? `"${escapeControls(rename(side.value))}"` : '';
  const span = difference === undefined ? undefined : findSpan(text, difference.path, value);
  if (span === undefined) return html`<pre>${text}</pre>`;
  const { from, to } = span;
  return html`<pre>${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}</pre>`;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the line of an element by a path such as `iq/query/item`. For `iq/query/item@name` finds the attribute, first
 * the one with this value, or the name of the tag that lacks it.
 */
function findSpan(text: string, path: string, value: string): Span | undefined {
  const [steps = '', attribute] = path.replace(/\/text\(\)$/, '').split('@');
  const names = steps.split('/');
  const name = (names.at(-1) ?? '').split('|').map(escapeRegExp).join('|');
  const lines = [...text.matchAll(new RegExp(`^ {${2 * (names.length - 1)}}<(?:${name})(?=[ />]).*$`, 'gm'))];
  if (attribute === undefined) return spanOf(lines[0]?.index, lines[0]?.[0]);
  const inTag = new RegExp(`^[^>]*?( ${escapeRegExp(attribute)}="[^"]*")`);
  const found = lines.flatMap(({ 0: line, index }) => {
    const [before = '', written] = inTag.exec(line) ?? [];
    return written === undefined ? [] : [{ written, from: index + before.length - written.length }];
  });
  const best = found.find(({ written }) => written.endsWith(`=${value}`)) ?? found[0];
  return best === undefined ? tagSpan(lines[0]) : spanOf(best.from, best.written);
}

/** The span of `written`, without the blanks before it. */
function spanOf(from: number | undefined, written: string | undefined): Span | undefined {
  if (from === undefined || written === undefined) return undefined;
  return { from: from + written.length - written.trimStart().length, to: from + written.length };
}

function tagSpan(line: RegExpExecArray | undefined): Span | undefined {
  const name = line === undefined ? null : /^ *<[^ />]+/.exec(line[0]);
  return spanOf(line?.index, name?.[0]);
}
