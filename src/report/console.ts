// The report for people at a terminal or in a CI log: section by section, always in the order of the standard.

import type { Case, CaseResult, Reporter, ReporterSetup, RunEvent, RunInfo } from '../model.ts';
import { compareSections } from '../spec/sections.ts';
import { createSectionText } from './console-section.ts';
import { summaryText } from './console-summary.ts';
import { counted } from './counted.ts';
import { createPaint, type Paint } from './paint.ts';
import { createProgress } from './progress.ts';
import { groupBy } from './tally.ts';
import { visible } from './visible.ts';

/**
 * Cases finish in any order. A section is written once it is complete and every section before it is written, so that
 * the same results always read the same.
 */
export function createConsoleReporter(setup: ReporterSetup): Reporter {
  let onEvent: ((event: RunEvent) => void) | undefined;
  return {
    on(event) {
      if (event.type === 'run-started') onEvent = begin(event.info, event.cases, setup);
      else onEvent?.(event);
    },
  };
}

/** A section of the standard, its cases, and the results of them that are in. */
interface Pending {
  readonly section: string;
  readonly cases: readonly Case[];
  readonly results: Map<string, CaseResult>;
}

function begin(info: RunInfo, cases: readonly Case[], setup: ReporterSetup): (event: RunEvent) => void {
  const paint = createPaint(setup.color);
  const progress = createProgress(setup, cases.length);
  const sectionText = createSectionText(setup, info, paint);
  let pending = pendingSections(cases);

  const writeSections = (isDue: (section: Pending) => boolean) => {
    const first = pending.findIndex((section) => !isDue(section));
    const due = first < 0 ? pending : pending.slice(0, first);
    pending = pending.slice(due.length);
    for (const section of due) setup.write(sectionText(section.section, inOrder(section)));
  };
  setup.write(header(info, cases.length, paint));
  return (event) => {
    if (event.type === 'case-finished') {
      const { case: done } = event.result;
      pending.find(({ section }) => section === done.section)?.results.set(done.id, event.result);
      progress.clear();
      writeSections(({ cases, results }) => results.size === cases.length);
      progress.step(event.result);
    } else if (event.type === 'run-finished') {
      progress.clear();
      writeSections(() => true);
      const left = cases.length - event.results.length;
      if (left > 0) setup.write(`\nstopped: ${counted(left, 'case')} not run\n`);
      setup.write(summaryText(event, setup.requirements, paint));
    }
  };
}

function pendingSections(cases: readonly Case[]): readonly Pending[] {
  const sections = [...groupBy(cases, (c) => c.section)].sort(([a], [b]) => compareSections(a, b));
  return sections.map(([section, inside]) => ({ section, cases: inside, results: new Map() }));
}

function inOrder({ cases, results }: Pending): readonly CaseResult[] {
  return cases.flatMap((c) => results.get(c.id) ?? []);
}

function header(info: RunInfo, count: number, paint: Paint): string {
  const { name, software, version, domain } = info.target;
  const target = visible(`${name} (${`${software} ${version}`.trim()}) at ${domain}`);
  return `${paint.strong(`${info.tool.name} ${info.tool.version}`)}  ${target}  ${counted(count, 'case')}, ${info.jobs} at once\n\n`;
}
