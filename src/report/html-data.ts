// What the script of the report reads, as JSON: the requirements of each case, and the diagrams of cases that passed.

import type { CaseResult } from '../model.ts';
import { diagramData } from './html-diagram.ts';
import type { DiagramData } from './html-diagram-layout.ts';
import type { Page } from './html-page.ts';
import { type Html, raw } from './html-text.ts';

/** Characters that diagrams may take: twice what a run of all cases takes; a bound against servers that never say the same twice. */
const MAX_DIAGRAMS = 700_000;

/** Texts stand once and are numbered; `cases` are in the order of the page. */
export function pageData(page: Page): Html {
  const { words, results } = page;
  const all = [...page.requirements.values()];
  const numbers = new Map(all.map(({ id }, at) => [id, at]));
  const texts = createTexts();
  let room = MAX_DIAGRAMS;
  const cases = results.map((result) => {
    const requirements = result.case.requirements.flatMap((id) => numbers.get(id) ?? []);
    if (!isDrawnByScript(result) || room < 0) return [requirements];
    const before = texts.size();
    const diagram = packed(diagramData(result, page.lang), texts.numberOf);
    room -= JSON.stringify(diagram).length + texts.size() - before;
    return [requirements, diagram];
  });
  const said = { shownCount: words.shownCount, proves: words.proves, diagram: words.diagramTitle };
  const requirements = all.map(({ id, level, feature }) => [id, level, feature]);
  return asScriptText({ words: said, requirements, texts: texts.all, cases });
}

function isDrawnByScript({ outcome, transcript }: CaseResult): boolean {
  return outcome === 'passed' && transcript.length > 0;
}

/** Nothing in the text can end the script element that it stands in. */
function asScriptText(data: unknown): Html {
  return raw(JSON.stringify(data).replace(/</g, '\\u003c'));
}

function createTexts() {
  const numbers = new Map<string, number>();
  const all: string[] = [];
  let size = 0;
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, all.length);
    size += text.length + 3;
    return all.push(text) - 1;
  };
  return { all, numberOf, size: () => size };
}

/** A single lifeline stands without its array, and a text as its number; the script of the page has the way back. */
function packed({ lines, server, rows }: DiagramData, numberOf: (text: string) => number) {
  const packedRows = rows.map(([kind, at, label, atMs, tone]) => {
    if (at === undefined || label === undefined) return [kind];
    const head = [kind, at.length === 1 ? at[0] : at, numberOf(label)];
    if (tone !== undefined) return [...head, atMs ?? null, numberOf(tone)];
    return atMs === undefined ? head : [...head, atMs];
  });
  return [lines.map(numberOf), server, packedRows];
}
