// The JUnit report, as Jenkins, GitLab and GitHub tools read it, and a stricter one for tools that check a schema. The
// strict one puts the properties of a case on its suite, because the schema of Jenkins's xUnit plugin allows none on a
// case.

import { createRequire } from 'node:module';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import type { Case } from '../../model/case.ts';
import type { Language, Reporter, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { RuleFinding } from '../../model/finding.ts';
import type { Reason } from '../../model/reason.ts';
import type { CaseResult, CheckResult, KnownEntry } from '../../model/result.ts';
import { ruleFindings } from '../../results/findings/findings.ts';
import { groupBy, listedIn } from '../../results/outcomes.ts';
import { type RunTraffic, trafficOf } from '../../results/traffic.ts';
import { compareSections } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { type FailureContext, failedCaseText, reasonLines } from '../failure/failed-case-text.ts';
import { blameSentence, createLineBudget } from '../failure/failure-words.ts';
import { faultText } from '../finding/fault-text.ts';
import { ruleSentence } from '../text/citation.ts';
import { createRename } from '../text/names.ts';
import { createPaint } from '../text/paint.ts';
import { firstSeenLines } from '../text/traffic-text.ts';
import { addFindings, classname, findingsByCase, propertiesOf, testName } from './suite-findings.ts';

export const JUNIT = catalogue(
  {
    stale: 'the check no longer fails; remove it from the entry',
    decided: 'the case has a verdict; remove it from the `broken` list of the baseline',
  },
  { stale: '已不再失败：请修正该条目', decided: '该用例已有判定：请从无法判定的用例列表中去掉' },
);

/** The element that gets the properties of a case. */
type PropertyPlace = 'testcase' | 'testsuite';

/** With `strict` a warning is a failure. */
interface JunitContext extends FailureContext, Pick<ReporterSetup, 'repositoryPath'> {
  readonly strict: boolean;
  readonly propertyPlace: PropertyPlace;
  readonly results: readonly CaseResult[];
  /** The findings of each case, by its id. */
  readonly findings: ReadonlyMap<string, readonly RuleFinding[]>;
  readonly traffic: RunTraffic;
}

/**
 * Writes one XML document when the run is finished: a suite for each section of RFC 6121, and in it every case
 * selected. A known failure counts as skipped; a stale baseline entry is a failure.
 */
export function createJunitReporter(setup: ReporterSetup): Reporter {
  return junitReporter(setup, 'testcase');
}

/**
 * Writes the same document for tools that check a schema: properties are on the suite, and each is named by the id of
 * its case, a space and the name of the property.
 */
export function createJunitStrictReporter(setup: ReporterSetup): Reporter {
  return junitReporter(setup, 'testsuite');
}

function junitReporter(setup: ReporterSetup, propertyPlace: PropertyPlace): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') setup.write(junitText(event, { ...setup, propertyPlace }));
    },
  };
}

interface JunitSetup extends ReporterSetup {
  readonly propertyPlace: PropertyPlace;
}

function junitText(event: RunFinished, setup: JunitSetup): string {
  const { info, cases, results } = event;
  const { requirements, trace, lang, propertyPlace, repositoryPath } = setup;
  const budget = createLineBudget();
  const text = { requirements, trace, lang, budget, rerun: info.rerun, paint: createPaint(false) };
  const findings = ruleFindings(results);
  const shared = { ...text, findings: findingsByCase(findings) };
  const context = {
    ...shared,
    strict: info.strict,
    propertyPlace,
    repositoryPath,
    results,
    traffic: trafficOf(results),
  };
  const builder = loadBuilder()
    .newBuilder()
    .name(escapeControls(`${info.tool.name} ${info.target.name}`));
  const all = [...results, ...notRun(cases, results)];
  const bySection = groupBy(all, (result) => result.case.section);
  for (const [section, inside] of [...bySection].sort(([a], [b]) => compareSections(a, b))) {
    const suite = builder.testSuite().name(classname(section)).timestamp(info.startedAt);
    suite.time(seconds(inside.reduce((sum, result) => sum + result.durationMs, 0)));
    for (const result of inside) addCase(suite, result, context);
    addFindings(suite, section, findings, context);
  }
  addStale(builder, event.staleBaseline, lang);
  return `${withTotals(builder.build(), event.summary.durationMs, propertyPlace)}\n`;
}

/**
 * The root with the time of the run: cases run beside each other, so that their times add up to more. The builder begins with the number of
 * skipped cases; the schemas of Jenkins know that on suites only.
 */
function withTotals(document: string, durationMs: number, place: PropertyPlace): string {
  return document.replace(/ skipped="\d+"(?=\/?>)/, (skipped) => {
    return `${place === 'testcase' ? skipped : ''} time="${seconds(durationMs)}"`;
  });
}

/** The package is CommonJS without the default export that its types declare. It is loaded when a report is written. */
function loadBuilder(): Builder {
  return createRequire(import.meta.url)('junit-report-builder') as Builder;
}

function notRun(cases: readonly Case[], results: readonly CaseResult[]): readonly CaseResult[] {
  const ran = new Set(results.map((result) => result.case.id));
  const reason: Reason = { kind: 'not-run' };
  const nothing = {
    checks: [],
    requirements: [],
    observed: [],
    passive: {},
    transcript: { entries: [] },
    jids: {},
    durationMs: 0,
    lateStanzas: 0,
  };
  return cases.filter((c) => !ran.has(c.id)).map((c) => ({ ...nothing, case: c, outcome: 'skipped', reason }));
}

/** Seconds, exact to the millisecond. */
function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function addCase(suite: TestSuite, result: CaseResult, context: JunitContext): void {
  const id = escapeControls(result.case.id);
  const testCase = suite.testCase().name(testName(result.case)).className(classname(result.case.section));
  testCase.time(seconds(result.durationMs));
  // The schema of the strict one knows no files.
  const file = context.propertyPlace === 'testcase' ? fileOf(result, context) : undefined;
  if (file !== undefined) testCase.file(escapeControls(file));
  const warning = result.outcome === 'warned' ? firstFailure(result, context).message : undefined;
  for (const [kind, value] of propertiesOf(result, { findings: context.findings.get(result.case.id), warning })) {
    if (context.propertyPlace === 'testcase') testCase.property(kind, value);
    else suite.property(`${id} ${kind}`, value);
  }
  const seen = firstSeenLines(result, context, context.lang);
  if (result.outcome === 'skipped') skip(testCase, reason(result, context.lang));
  else if (result.outcome !== 'passed') sayWhy(testCase, result, { ...context, seen });
  else if (seen.length > 0) testCase.standardOutput(withoutCdataEnd(seen.join('\n')));
}

/** The scenario, from the root of the user's repository. One of the package is no file that a reader could open: undefined. */
function fileOf({ case: { place } }: CaseResult, { repositoryPath }: JunitContext): string | undefined {
  return repositoryPath === undefined ? place.file : repositoryPath(place.file);
}

/** The first line of it: what follows is the stack of a bug of ours. */
function reason(result: CaseResult, lang: Language): string {
  return reasonLines(result, createRename(result.jids), lang)[0] ?? '';
}

/** `seen`: lines about traffic that no rule forbids. */
function sayWhy(
  testCase: TestCase,
  result: CaseResult,
  context: JunitContext & { readonly seen: readonly string[] },
): void {
  const text = withoutCdataEnd([failedCaseText(result, context), ...context.seen].join('\n'));
  const { message, kind } = firstFailure(result, context);
  if (result.knownFailure !== undefined)
    skip(testCase, escapeControls(COMMON[context.lang].knownFailure(result.knownFailure)), text);
  else if (result.outcome === 'broken') testCase.error(reason(result, context.lang), 'broken', text);
  else if (isFailure(result, context)) testCase.failure(message, kind).stacktrace(text);
  else testCase.standardOutput(text);
}

function isFailure({ outcome }: CaseResult, { strict }: JunitContext): boolean {
  return outcome === 'failed' || (strict && outcome === 'warned');
}

/** What the rule asks for and what the server does, of the check that decides the outcome: the first that failed, or warned in a warned case; where there is a new one, of these. */
function firstFailure(
  result: CaseResult,
  { lang, findings, requirements }: JunitContext,
): Record<'message' | 'kind', string> {
  const decides = (c: CheckResult) => c.verdict === result.outcome;
  const fresh = result.checks.filter((c) => c.failure !== undefined && c.knownFailure === undefined);
  const check = fresh.find(decides) ?? fresh[0] ?? result.checks.find(decides);
  if (check?.failure === undefined) return { message: '', kind: result.outcome };
  const found = findings.get(result.case.id) ?? [];
  const isAbout = ({ requirement, also }: RuleFinding) =>
    [requirement, ...also].some((id) => check.requirements.includes(id));
  const { requirement = check.requirements[0] } = found.find(isAbout) ?? {};
  const verdict = check.verdict === 'warned' ? 'warned' : 'failed';
  const blame = blameSentence(check, lang);
  const fault = [faultText({ result, check, verdict }, lang), ...(blame === undefined ? [] : [blame])].join(
    COMMON[lang].semicolon,
  );
  const rule = requirement === undefined ? undefined : ruleSentence(requirement, { requirements, lang });
  const message = rule === undefined ? fault : COMMON[lang].labelled(rule, fault);
  return { message: escapeControls(message), kind: check.failure.kind };
}

/**
 * The builder writes no message for a skipped case, so the element is added here, and any output after it: Jenkins
 * reads the attribute, GitLab the text.
 */
function skip(testCase: TestCase, message: string, output = ''): void {
  const build = testCase.build.bind(testCase);
  testCase.getSkippedCount = () => 1;
  testCase.build = (parent) => {
    const built = build(parent);
    built.ele('skipped', { message }, message);
    if (output !== '') built.ele('system-out').cdata(output);
    return built;
  };
}

function addStale(builder: Builder, stale: readonly KnownEntry[], lang: Language): void {
  if (stale.length === 0) return;
  const suite = builder.testSuite().name('baseline').time(0);
  for (const entry of stale) {
    const name = escapeControls(`${entry.case} ${listedIn(entry)}`);
    const message = 'cause' in entry ? JUNIT[lang].decided : JUNIT[lang].stale;
    // GitLab shows the text, not the message.
    suite.testCase().name(name).className('baseline').time(0).failure(message, 'stale').stacktrace(message);
  }
}

/** The builder writes text as CDATA, which this sequence would end. */
function withoutCdataEnd(text: string): string {
  return text.replaceAll(']]>', ']]&gt;');
}
