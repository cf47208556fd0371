// The JUnit report, as Jenkins, GitLab and GitHub tools read it.

import { createRequire } from 'node:module';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import type { Case, CaseResult, KnownFailure, Reporter, ReporterSetup, RunEvent } from '../model.ts';
import { compareSections } from '../spec/sections.ts';
import { type FailureContext, failureText } from './failure-text.ts';
import { createPaint } from './paint.ts';
import { groupBy } from './tally.ts';
import { visible } from './visible.ts';

/** With `strict` a warning is a failure. */
interface JunitContext extends FailureContext {
  readonly strict: boolean;
}

type RunFinished = Extract<RunEvent, { type: 'run-finished' }>;

/**
 * Writes one XML document when the run is finished: a suite for each section of RFC 6121, and in it every case
 * selected. A failure that the baseline excuses counts as skipped; baseline entries that hold now are failures.
 */
export function createJunitReporter(setup: ReporterSetup): Reporter {
  let cases: readonly Case[] = [];
  return {
    on(event) {
      if (event.type === 'run-started') cases = event.cases;
      if (event.type === 'run-finished') setup.write(junitText(event, cases, setup));
    },
  };
}

function junitText(event: RunFinished, cases: readonly Case[], setup: ReporterSetup): string {
  const { info, results } = event;
  const { requirements, trace } = setup;
  const text = { requirements, trace, rerun: info.rerun, paint: createPaint(false) };
  const context = { ...text, strict: info.strict };
  const builder = loadBuilder()
    .newBuilder()
    .name(visible(`${info.tool.name} ${info.target.name}`));
  const all = [...results, ...notRun(cases, results)];
  const bySection = groupBy(all, (result) => result.case.section);
  for (const [section, inside] of [...bySection].sort(([a], [b]) => compareSections(a, b))) {
    const suite = builder.testSuite().name(classname(section)).timestamp(info.startedAt);
    suite.time(seconds(inside.reduce((sum, result) => sum + result.durationMs, 0)));
    for (const result of inside) addCase(suite, result, context);
  }
  addStale(builder, event.stale);
  return `${builder.build()}\n`;
}

/** The package is CommonJS without the default export its types tell of; loaded only when a report is written. */
function loadBuilder(): Builder {
  return createRequire(import.meta.url)('junit-report-builder') as Builder;
}

function notRun(cases: readonly Case[], results: readonly CaseResult[]): readonly CaseResult[] {
  const ran = new Set(results.map((result) => result.case.id));
  const reason = 'not run: the run was stopped before';
  const nothing = {
    checks: [],
    requirements: [],
    observed: [],
    passive: {},
    transcript: [],
    jids: {},
    durationMs: 0,
    late: 0,
  };
  return cases.filter((c) => !ran.has(c.id)).map((c) => ({ ...nothing, case: c, outcome: 'skipped', reason }));
}

function classname(section: string): string {
  return visible(`rfc6121.${section}`);
}

/** Seconds, exact to the millisecond. */
function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function addCase(suite: TestSuite, result: CaseResult, context: JunitContext): void {
  const testCase = suite.testCase().name(visible(result.case.id)).className(classname(result.case.section));
  testCase.time(seconds(result.durationMs)).property('outcome', result.outcome);
  for (const id of result.case.requirements) testCase.property('requirement', id);
  for (const name of result.observed) testCase.property('observed', visible(name));
  if (result.outcome === 'skipped') skip(testCase, firstLine(result.reason));
  else if (result.outcome !== 'passed') sayWhy(testCase, result, context);
}

function firstLine(reason: string | undefined): string {
  return visible(reason?.split('\n')[0] ?? '');
}

function sayWhy(testCase: TestCase, result: CaseResult, context: JunitContext): void {
  const text = withoutCdataEnd(failureText(result, context));
  const { message, kind } = firstFailure(result);
  if (result.outcome === 'broken') testCase.error(firstLine(result.reason), 'broken', text);
  else if (isFailure(result, context)) testCase.failure(message, kind).stacktrace(text);
  else testCase.standardOutput(text);
  if (result.outcome === 'warned') testCase.property('warning', message);
  if (result.excused !== undefined) skip(testCase, visible(`known failure: ${result.excused}`));
}

function isFailure({ outcome, excused }: CaseResult, { strict }: JunitContext): boolean {
  return excused === undefined && (outcome === 'failed' || (strict && outcome === 'warned'));
}

/** What decides the outcome: the first check that failed, or where none did, that warns. */
function firstFailure(result: CaseResult): { readonly message: string; readonly kind: string } {
  const check = result.checks.find((c) => c.verdict === result.outcome);
  if (check?.failure === undefined) return { message: '', kind: result.outcome };
  const { message, kind } = check.failure;
  return { message: visible(`${message} (${check.requirements.join(', ')})`), kind };
}

/** The builder writes no message for a skipped case, so the element is added here. */
function skip(testCase: TestCase, message: string): void {
  const build = testCase.build.bind(testCase);
  testCase.getSkippedCount = () => 1;
  testCase.build = (parent) => {
    const built = build(parent);
    built.ele('skipped', { message });
    return built;
  };
}

function addStale(builder: Builder, stale: readonly KnownFailure[]): void {
  if (stale.length === 0) return;
  const suite = builder.testSuite().name('baseline').time(0);
  for (const entry of stale) {
    const name = visible(`${entry.case} ${entry.requirement}`);
    suite.testCase().name(name).className('baseline').time(0).failure('holds now: remove the entry', 'stale');
  }
}

/** The builder writes text as CDATA, which this sequence would end. */
function withoutCdataEnd(text: string): string {
  return text.replaceAll(']]>', ']]&gt;');
}
