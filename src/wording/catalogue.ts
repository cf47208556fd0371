// Texts in two languages, and titles of cases in the language of a report.

import type { Case } from '../model/case.ts';
import type { Language, Reporter, ReporterSetup, RunEvent } from '../model/event.ts';
import type { CaseResult } from '../model/result.ts';

/** A text, or a function that fills in values. */
type Text = string | ((...values: never[]) => string);

/** The same keys in both languages, each with the same arguments. */
export type Catalogue<Words extends Readonly<Record<string, Text>>> = Readonly<Record<Language, Words>>;

/** Makes a catalogue. Chinese must have the keys and arguments of English. */
export function catalogue<const Words extends Readonly<Record<string, Text>>>(
  en: Words,
  zh: { readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] },
): Catalogue<{ readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] }> {
  return { en: en as never, zh };
}

/** The title of a case in a language; in English if the scenario has no Chinese one. */
export function caseTitle({ title, titleZh }: Pick<Case, 'title' | 'titleZh'>, lang: Language): string {
  return lang === 'zh' ? (titleZh ?? title) : title;
}

/** The results with titles in a language. */
export function localizedResults(results: readonly CaseResult[], lang: Language): readonly CaseResult[] {
  return lang === 'en' ? results : results.map((result) => ({ ...result, case: inChinese(result.case) }));
}

/** A reporter that receives every case with its title in the reporter's language. */
export function localized(create: (setup: ReporterSetup) => Reporter): (setup: ReporterSetup) => Reporter {
  return (setup) => {
    const reporter = create(setup);
    return setup.lang === 'en' ? reporter : { on: (event) => reporter.on(translated(event)) };
  };
}

function translated(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'run-started':
      return { ...event, cases: event.cases.map(inChinese) };
    case 'case-started':
    case 'stanza':
      return { ...event, case: inChinese(event.case) };
    case 'run-preparing':
    case 'looking-again':
      return event;
    case 'case-looked':
    case 'case-finished':
      return { ...event, result: { ...event.result, case: inChinese(event.result.case) } };
    case 'run-finished':
      return { ...event, cases: event.cases.map(inChinese), results: localizedResults(event.results, 'zh') };
  }
}

/** Reporters compare cases by identity: a case is one object in all events. */
const known = new WeakMap<Case, Case>();

function inChinese(one: Case): Case {
  const translated = known.get(one) ?? { ...one, title: caseTitle(one, 'zh') };
  known.set(one, translated);
  return translated;
}
