// The lines of an example about the outcome that a server chose, those that the rule permits, and their names.

import type { Language } from '../../model/event.ts';
import type { FailureOf, OutcomeMeaning } from '../../model/failure.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { FINDING } from './finding-words.ts';
import { arrivalTexts, bounded, type FailureView, type LabelledLine, sessionsOf, type View } from './labelled-line.ts';
import { patternText } from './pattern-text.ts';

/** What arrived in the outcome, and what each permitted outcome does. */
export function outcomeLines(failure: FailureOf<'violates'>, view: FailureView): readonly LabelledLine[] {
  const { permitted, meanings = [] } = failure;
  const [, ...allowed] = meanings;
  const unsaid = permitted.filter((name) => !allowed.some((meaning) => meaning.name === name));
  const names = unsaid.flatMap((name) => named(name, view) ?? []);
  return [
    ...takenLines(failure, view),
    ...allowed.map((meaning) => ({ label: 'allowed' as const, text: meaningText(meaning, view), isCode: true })),
    ...(names.length === 0
      ? []
      : [
          {
            label: 'allowed' as const,
            text: names.join(COMMON[view.lang].comma),
          },
        ]),
  ];
}

/** The stanzas that show the outcome in full; where it is that some are missing, all that arrived. */
function takenLines(failure: FailureOf<'violates'>, view: FailureView): readonly LabelledLine[] {
  const { outcome, closest, others = [], meanings: [taken] = [] } = failure;
  const words = FINDING[view.lang];
  const shown = closest === undefined ? [] : [closest, ...others];
  const sessions = sessionsOf(shown, view);
  const arrivals =
    shown.length > 0
      ? shown.map((stanza, at) => ({ stanza, session: sessions[at] ?? '' }))
      : view.situation.arrivals.filter(({ session }) => taken?.arrivals.some((one) => one.session === session) ?? true);
  const texts = arrivalTexts(bounded(arrivals), view);
  // What arrives all the same, such as a roster push, is no part of an outcome in which nothing does.
  const beside = arrivalTexts(bounded(view.situation.arrivals), view);
  const nothing =
    beside.length === 0 ? words.nothingArrives : words.nothingBut(beside.join(COMMON[view.lang].semicolon));
  const lines = texts.length === 0 ? [nothing] : texts;
  return lines.map((text, at) => ({
    label: 'outcome' as const,
    text: at === lines.length - 1 ? meant(outcome, text, view) : text,
    isCode: true,
  }));
}

/** A permitted outcome by its name and what arrives in it. */
export function meaningText({ name, arrivals }: OutcomeMeaning, view: View): string {
  return meant(name, patternsText(arrivals, view), view);
}

/** The outcome by its name; undefined where it is to be said in words and has none. */
function named(name: string, { lang, isOfTable, namesOutcomes }: View): string | undefined {
  const said = namesOutcomes ? outcomeName(name, isOfTable, lang) : outcomeWords(name, isOfTable, lang);
  return said === undefined ? undefined : escapeControls(said);
}

/** What an outcome consists of, with its name. */
function meant(name: string, what: string, view: View): string {
  const known = named(name, view);
  if (known === undefined) return what;
  return view.namesOutcomes ? FINDING[view.lang].means(known, what) : what + COMMON[view.lang].bracketed(known);
}

/** What arrives, in the form of patterns. */
function patternsText(arrivals: OutcomeMeaning['arrivals'], { lang, rename }: View): string {
  const words = FINDING[lang];
  if (arrivals.length === 0) return words.nothingOfThis;
  const texts = bounded(arrivals).map(({ session, stanza }) => {
    const text = patternText(stanza, lang, rename);
    return session === '' ? text : words.arrives(escapeControls(session), text);
  });
  const more = arrivals.length - texts.length;
  return [...texts, ...(more > 0 ? [words.left(more)] : [])].join(COMMON[lang].comma);
}

/** The letters of RFC 6121 8.5.4, table 1. */
const LETTERS = catalogue(
  {
    O: 'stored offline',
    E: 'returned as an error',
    S: 'silently dropped',
    D: 'delivered to the addressed or only resource',
    M: 'delivered to the most available resources',
    A: 'delivered to all resources',
    quoted: (name: string) => `"${name}"`,
  },
  {
    O: '离线存储',
    E: '返回错误',
    S: '静默丢弃',
    D: '递送给指定的或唯一的资源',
    M: '递送给最可用的资源',
    A: '递送给所有资源',
    quoted: (name) => `“${name}”`,
  },
);

type Letter = 'O' | 'E' | 'S' | 'D' | 'M' | 'A';

/** `"rerouted"`, `"M (balcony)", delivered to the most available resources`. */
export function outcomeName(name: string, isOfDeliveryTable: boolean, lang: Language): string {
  const quoted = LETTERS[lang].quoted(name);
  const said = letterWords(name, lang);
  return isOfDeliveryTable && said !== undefined ? quoted + COMMON[lang].comma + said.words : quoted;
}

/** The same without names of ours: `delivered to the most available resources (balcony)`; undefined: there are no other words. */
export function outcomeWords(name: string, isOfDeliveryTable: boolean, lang: Language): string | undefined {
  const said = isOfDeliveryTable ? letterWords(name, lang) : undefined;
  if (said === undefined) return undefined;
  return said.resources === undefined ? said.words : said.words + COMMON[lang].bracketed(said.resources);
}

function letterWords(name: string, lang: Language) {
  const [, letter, resources] = /^([OESDMA])(?: \((.+)\))?$/.exec(name) ?? [];
  return letter === undefined ? undefined : { words: LETTERS[lang][letter as Letter], resources };
}
