// YAML text of one scenario to its cases. Pure.

import type { Case, Topology } from '../model/case.ts';
import type { Mistake, Place } from '../model/place.ts';
import type { Step } from '../model/step.ts';
import { withOwn } from '../spec/requirements.ts';
import { type OwnRequirement, readOwnRequirements } from '../suite/own-requirements.ts';
import type { Suite } from '../suite/suite.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { type Report, sortMistakes } from '../yaml/mistakes.ts';
import { readYaml, type Source } from '../yaml/read.ts';
import { actorNames, allSteps, readActors, sessionRefs } from './actors.ts';
import { checkChinese } from './chinese-title.ts';
import { citedRequirements } from './cited-requirements.ts';
import { allText } from './columns.ts';
import { checkFlow } from './flow.ts';
import { readGiven } from './given.ts';
import { readSection, readTitle } from './heading.ts';
import { inSuite } from './in-suite.ts';
import { MAX_MISTAKES, MAX_SESSIONS, MAX_WITHIN, networkWaitMs } from './limits.ts';
import { checkFeatures, readNeeds } from './needs.ts';
import { type FilledRow, fillRows } from './rows.ts';
import { checkScenarioShape } from './scenario-shape.ts';
import type { ScenarioFile } from './schema.ts';
import { type CaseScope, type Cursor, cursorAt, type RowScope, type Standards } from './scope.ts';
import { readSteps } from './steps.ts';

/** The file of a scenario. */
export interface Origin {
  /** As messages show it. */
  readonly file: string;
  /** Path below the root, without `.yaml`. */
  readonly id: string;
  /** Name of the folder: the section, unless the file has the key "section". */
  readonly section: string;
  /** The suite that the file is in; absent: none. */
  readonly suite?: Suite | undefined;
}

/** The cases of a scenario; none if it has mistakes. */
export interface ParsedScenario {
  readonly cases: readonly Case[];
  readonly mistakes: readonly Mistake[];
  /** What is probably a mistake, but permitted. */
  readonly warnings: readonly Mistake[];
  /** The requirements that the file brings; absent: none. */
  readonly requirements?: readonly OwnRequirement[];
  /** The feature whose absence the first case reports, and its place in the file. */
  readonly establishes?: { readonly feature: string; readonly place: Place };
}

/** A scenario whose shape is checked. What it refers to is not: that may stand in another file. */
export interface ReadScenario {
  /** Undefined: it has mistakes. */
  readonly file: ScenarioFile | undefined;
  readonly source: Source | undefined;
  readonly origin: Origin;
  readonly mistakes: readonly Mistake[];
  readonly requirements: readonly OwnRequirement[];
}

/** Reads the text of a scenario and checks its shape. Never throws. */
export function readScenario(text: string, origin: Origin): ReadScenario {
  const { source, mistakes: unreadable } = readYaml(text, origin.file);
  if (source === undefined) return { origin, source, file: undefined, mistakes: unreadable, requirements: [] };
  const { file: written, mistakes: misshapen } = checkScenarioShape(source);
  if (written === undefined) return { origin, source, file: undefined, mistakes: misshapen, requirements: [] };
  const file = origin.suite === undefined ? written : inSuite(written, origin.suite, origin.section);
  const mistakes: Mistake[] = [];
  const report: Report = (place, message) => void mistakes.push({ place, message });
  const section = file.section ?? origin.section;
  const requirements = readOwnRequirements(file.requirements ?? [], section, { source, report });
  return { origin, source, file, mistakes, requirements };
}

/** Reads, checks and expands one scenario. Never throws. */
export function parseScenario(text: string, origin: Origin, standards: Standards): ParsedScenario {
  return expandScenario(readScenario(text, origin), standards);
}

/** Checks and expands a scenario. `standards` has the requirements of the files that it is read with. Never throws. */
export function expandScenario(scenario: ReadScenario, standards: Standards): ParsedScenario {
  const { file, source, origin, requirements } = scenario;
  if (file === undefined || source === undefined) {
    return { cases: [], mistakes: firstMistakes(scenario.mistakes), warnings: [] };
  }
  const own = requirements.map(({ requirement }) => requirement);
  const known = own.length === 0 ? standards : { ...standards, requirements: withOwn(standards.requirements, own) };
  const parsed = expandFile(file, { source, origin, standards: known, mistakes: scenario.mistakes });
  return requirements.length === 0 ? parsed : { ...parsed, requirements };
}

/** The mistakes by place. The last one that is shown counts the others. */
function firstMistakes(mistakes: readonly Mistake[]): readonly Mistake[] {
  const sorted = sortMistakes(mistakes);
  const more = sorted.length - MAX_MISTAKES;
  const last = sorted[MAX_MISTAKES - 1];
  if (more <= 0 || last === undefined) return sorted;
  const counted = { ...last, message: scenarioMistake('andMore', last.message, more) };
  return [...sorted.slice(0, MAX_MISTAKES - 1), counted];
}

interface Input {
  readonly source: Source;
  readonly origin: Origin;
  readonly standards: Standards;
}

interface FileInput extends Input {
  /** Found when the file was read. */
  readonly mistakes: readonly Mistake[];
}

interface RowInput extends Input {
  readonly warn: Report;
}

function expandFile(file: ScenarioFile, input: FileInput): ParsedScenario {
  const { source, standards } = input;
  const [mistakes, doubts]: [Mistake[], Mistake[]] = [[...input.mistakes], []];
  const report: Report = (place, message) => void mistakes.push({ place, message });
  const warn: Report = (place, message) => void doubts.push({ place, message });
  const rows = checkSessions(file, source, report) ? fillRows(file, source, standards.tables, report) : [];
  const cases = rows.flatMap((row) => expandRow(row, { ...input, warn }, report));
  if (rows.length > 0) {
    checkStanzasUsed(file, rows, source, report);
    checkChinese(file.zh, rows, source, report);
  }
  const warnings = firstMistakes(doubts);
  if (mistakes.length > 0) return { cases: [], mistakes: firstMistakes(mistakes), warnings };
  if (file.establishes === undefined) return { cases, mistakes, warnings };
  return {
    cases,
    mistakes,
    warnings,
    establishes: { feature: file.establishes, place: source.place(['establishes']) },
  };
}

/** Whether a case can hold the actors and sessions of the file. Reports too many. */
function checkSessions({ actors }: ScenarioFile, source: Source, report: Report): boolean {
  const count = Object.values(actors).reduce((sum, sessions) => sum + 1 + Object.keys(sessions).length, 0);
  const isSound = count <= MAX_SESSIONS;
  if (!isSound) report(source.place(['actors']), scenarioMistake('tooManySessions', MAX_SESSIONS, count));
  return isSound;
}

/** One case for each topology of the row. */
function expandRow(row: FilledRow, input: RowInput, report: Report): readonly Case[] {
  const written = row.file.topologies ?? ['local'];
  checkTopologies(written, input.source, report);
  const topologies = [...new Set(written)].filter((topology) => row.topologies?.includes(topology) ?? true);
  const { role = 'server' } = input.origin.suite ?? {};
  return topologies.map((topology) =>
    expandCase(row, rowScope(row, { topology, role }, { input, report }), input.origin),
  );
}

function expandCase(row: FilledRow, rowScope: RowScope, origin: Origin): Case {
  const title = readTitle(rowScope);
  const section = readSection(origin.section, rowScope);
  const actors = readActors(rowScope);
  const scope: CaseScope = { ...rowScope, actors };
  const given = readGiven(scope);
  const setup = readSteps(row.file.setup ?? [], cursorAt(scope, ['setup']));
  const own = readSteps(row.file.steps, cursorAt(scope, ['steps']));
  const steps = [...setup, ...own];
  checkFeatures(scope);
  const sessions = actors.flatMap((actor) => actor.sessions);
  checkFlow(steps, sessions, scope.reportAt);
  checkWait(steps, cursorAt(scope, ['steps']));
  return {
    id: caseId(origin.id, row.slug, scope.topology),
    title,
    ...(row.titleZh !== undefined && { titleZh: row.titleZh }),
    section,
    topology: scope.topology,
    place: row.place,
    ...(row.cell && { cell: row.cell }),
    actors,
    ...(given && { given }),
    needs: readNeeds(scope),
    steps,
    ...(setup.length > 0 && { setup: setup.length }),
    requirements: citedRequirements(own),
    ...(origin.suite !== undefined && ambientOf(origin.suite)),
  };
}

const ambientOf = ({ ambient }: Suite): Pick<Case, 'ambient'> =>
  ambient.length === 0 ? {} : { ambient: ambient.map(({ pattern }) => pattern) };

/** Reports a case that can wait too long. */
function checkWait(steps: readonly Step[], { report }: Cursor): void {
  const wait = networkWaitMs(steps) / 1000;
  if (wait > MAX_WITHIN) report(scenarioMistake('tooLongWait', MAX_WITHIN, wait));
}

function rowScope(
  row: FilledRow,
  about: Pick<RowScope, 'topology' | 'role'>,
  { input, report }: { readonly input: RowInput; readonly report: Report },
): RowScope {
  const { source, standards, warn } = input;
  const captures = allText({ ...row.file, cases: undefined }).flatMap((text) =>
    [...text.matchAll(/\$\{(?:capture:|new:|(?=element:))([^${}]+)\}/g)].map(([, name = '']) => name),
  );
  const names = {
    actors: new Set(actorNames(row.file)),
    sessions: new Set(sessionRefs(row.file)),
    columns: new Set(Object.keys(row.columns)),
    captures: new Set<string>(),
    later: new Set<string>(),
    possible: new Set<string>(),
    allCaptures: new Set(captures),
  };
  return { source, standards, row, file: row.file, ...about, names, reportAt: report, warnAt: warn };
}

/** `rfc6121/2.3/set-refused`, with `[two-items,remote]` for a row and for a topology other than local. */
function caseId(id: string, slug: string | undefined, topology: Topology): string {
  const parts = [...(slug === undefined ? [] : [slug]), ...(topology === 'local' ? [] : [topology])];
  return parts.length === 0 ? id : `${id}[${parts.join(',')}]`;
}

function checkTopologies(topologies: readonly Topology[], source: Source, report: Report): void {
  for (const [index, topology] of topologies.entries()) {
    if (topologies.indexOf(topology) < index)
      report(source.place(['topologies', index]), scenarioMistake('topologyTwice', topology));
  }
}

/** Keys whose texts are stanzas or names of stanzas. */
const STANZA_KEYS: readonly string[] = ['stanza', 'has', 'lacks', 'presence', 'may', 'is'];

function checkStanzasUsed(file: ScenarioFile, rows: readonly FilledRow[], source: Source, report: Report): void {
  const used = new Set(rows.flatMap((row) => stanzaTexts([row.file.actors, allSteps(row.file)])));
  for (const name of Object.keys(file.stanzas ?? {})) {
    if (!used.has(name)) report(source.keyPlace(['stanzas', name]), scenarioMistake('stanzaUnused', name));
  }
}

/** All texts under a key of `STANZA_KEYS`, at any depth. */
function stanzaTexts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    STANZA_KEYS.includes(key) ? allText(inner) : stanzaTexts(inner),
  );
}
