// The report for a terminal or a CI log: its findings; with -v also every case, section by section in the order of the standard.

import type { Case } from '../../model/case.ts';
import type { Language, Reporter, ReporterSetup, RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { findingsOf } from '../../results/findings/findings.ts';
import { groupBy } from '../../results/outcomes.ts';
import { compareSections } from '../../spec/sections.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { limitText } from '../../wording/server-limits.ts';
import { findingsText } from '../finding/finding-text.ts';
import { createPaint, type Paint, type Style } from '../text/paint.ts';
import { orderText } from '../text/traffic-text.ts';
import { CONSOLE } from './console-words.ts';
import { createLive, type Live } from './live.ts';
import { createSectionText } from './section.ts';
import { summaryText } from './summary.ts';
import { createTrace } from './trace.ts';

/**
 * Cases finish in any order. Writes a section once it is complete and every section before it is written: equal results
 * give equal text.
 */
export function createConsoleReporter(setup: ReporterSetup): Reporter {
  const live = createLive(setup);
  let onEvent: ((event: RunEvent) => void) | undefined;
  return {
    on(event) {
      if (event.type === 'run-started') onEvent = begin(event, setup, live);
      if (onEvent === undefined) live.on(event);
      else onEvent(event);
    },
  };
}

/**
 * Whether every case that did not pass is shown in full, with its transcript: where the user asks for it, or runs one case.
 */
const showsCases = ({ trace, verbosity = 0 }: ReporterSetup, count: number): boolean =>
  trace || verbosity > 0 || count === 1;

/** A section or a chapter of the standard, its cases, and their results so far. */
interface Pending {
  readonly section: string;
  readonly cases: readonly Case[];
  readonly results: Map<string, CaseResult>;
}

function begin(
  { info, cases }: Extract<RunEvent, { type: 'run-started' }>,
  setup: ReporterSetup,
  live: Live,
): (event: RunEvent) => void {
  const { lang } = setup;
  const paint = createPaint(setup.color);
  const trace = createTrace(setup, info, (text) => live.write(text));
  const isWhole = showsCases(setup, cases.length);
  const sectionText = createSectionText(setup, { info, paint, isWhole });
  const keyOf = ({ section }: Case) => (isWhole ? section : chapterOf(section));
  let pending = pendingSections(cases, keyOf);

  const writeSections = (isDue: (section: Pending) => boolean) => {
    const first = pending.findIndex((section) => !isDue(section));
    const due = first < 0 ? pending : pending.slice(0, first);
    pending = pending.slice(due.length);
    for (const section of due) live.write(sectionText(section.section, inOrder(section)), section.cases);
  };
  live.write(header(info, cases.length, { paint, lang }));
  return (event) => {
    live.on(event);
    trace(event);
    if (event.type === 'case-finished') {
      const { case: done } = event.result;
      pending.find(({ section }) => section === keyOf(done))?.results.set(done.id, event.result);
      writeSections(({ cases, results }) => results.size === cases.length);
    } else if (event.type === 'run-finished') {
      writeSections(() => true);
      const left = cases.length - event.results.length;
      if (left > 0) live.write(`\n${CONSOLE[lang].stopped(COMMON[lang].cases(left))}\n`);
      live.write(findingsOfRun(event, { ...setup, paint }, isWhole));
      live.write(summaryText(event, setup.requirements, { paint, lang, isWhole }));
    }
  };
}

function findingsOfRun(
  { info, results }: Extract<RunEvent, { type: 'run-finished' }>,
  setup: ReporterSetup & { readonly paint: Paint },
  isWhole: boolean,
): string {
  const { lang, requirements, paint } = setup;
  const text = findingsText(findingsOf(results), { lang, requirements, paint, rerun: info.rerun, isWhole });
  return text === '' ? '' : `\n${text.slice(0, -1)}`;
}

/** `8` of `8.5.3`. */
const chapterOf = (section: string): string => section.split('.')[0] ?? section;

function pendingSections(cases: readonly Case[], keyOf: (aCase: Case) => string): readonly Pending[] {
  const sections = [...groupBy(cases, keyOf)].sort(([a], [b]) => compareSections(a, b));
  return sections.map(([section, inside]) => ({ section, cases: inside, results: new Map() }));
}

function inOrder({ cases, results }: Pending): readonly CaseResult[] {
  return cases.flatMap((c) => results.get(c.id) ?? []);
}

function header(info: RunInfo, count: number, { paint, lang }: Style): string {
  const words = CONSOLE[lang];
  const target = serverText(info.target, lang);
  const peer = info.peer === undefined ? '' : `${words.peer(serverText(info.peer, lang))}\n`;
  const tool = paint.strong(`${info.tool.name} ${info.tool.version}`);
  const order = info.order === undefined ? '' : `${words.order(orderText(info.order, lang))}\n`;
  return `${tool}  ${target}  ${words.jobs(COMMON[lang].cases(count), info.jobs)}\n${peer}${order}${limitLines(info, lang)}\n`;
}

function serverText({ name, software, version, domain }: NonNullable<RunInfo['peer']>, lang: Language): string {
  return escapeControls(CONSOLE[lang].target(name, `${software} ${version}`.trim(), domain));
}

/** One line for each limit of the server, with the setting that lifts it. */
function limitLines({ limits }: RunInfo, lang: Language): string {
  const lines = limits?.met.map((limit) => `${CONSOLE[lang].limit(limitText(limit, limits.server, lang))}\n`) ?? [];
  return lines.join('');
}
