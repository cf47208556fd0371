// YAML text of one scenario to its cases. Pure.

import type { Case, Topology } from '../model/case.ts';
import type { Mistake, Place } from '../model/place.ts';
import { type Report, sortMistakes } from '../yaml/mistakes.ts';
import { readYaml, type Source } from '../yaml/read.ts';
import { show } from '../yaml/value-words.ts';
import { checkFeatures, completeActors, planActors, readGiven, readNeeds } from './actors.ts';
import { checkChinese } from './chinese.ts';
import { allText } from './columns.ts';
import { checkFlow } from './flow.ts';
import { type FilledRow, fillRows } from './rows.ts';
import type { ScenarioFile } from './schema.ts';
import { reportAtPath, type Scope, type Standards } from './scope.ts';
import { checkScenarioShape } from './shape.ts';
import { readSteps } from './steps.ts';

/** A section of RFC 6121: `2.3`, `A.2.1`. */
export const SECTION = /^([1-9][0-9]*|[A-E])(\.[0-9]+)*$/;

/** Where a scenario stands among others. */
export interface Origin {
  /** As messages show it. */
  readonly file: string;
  /** Path below the root, without `.yaml`. */
  readonly id: string;
  /** Name of the folder: the section, unless the file says another. */
  readonly section: string;
}

/** The cases of a scenario; none where there are mistakes. */
export interface ParsedScenario {
  readonly cases: readonly Case[];
  readonly mistakes: readonly Mistake[];
  /** The feature whose absence the first case reports, and where the file says so. */
  readonly establishes?: { readonly feature: string; readonly place: Place };
}

/** Reads, checks and expands one scenario. Never throws, whatever the text. */
export function parseScenario(text: string, origin: Origin, standards: Standards): ParsedScenario {
  const { source, mistakes } = readYaml(text, origin.file);
  if (source === undefined) return { cases: [], mistakes: sortMistakes(mistakes) };
  const shaped = checkScenarioShape(source);
  if (shaped.file === undefined) return { cases: [], mistakes: sortMistakes(shaped.mistakes) };
  return expand(shaped.file, { source, origin, standards });
}

interface Input {
  readonly source: Source;
  readonly origin: Origin;
  readonly standards: Standards;
}

function expand(file: ScenarioFile, input: Input): ParsedScenario {
  const mistakes: Mistake[] = [];
  const report: Report = (place, message) => void mistakes.push({ place, message });
  const rows = fillRows(file, input.source, input.standards.tables, report);
  const usedStanzas = new Set<string>();
  const cases = rows.flatMap((row) => expandRow(row, input, usedStanzas, report));
  if (rows.length > 0) {
    checkStanzasUsed(file, usedStanzas, input.source, report);
    checkChinese(file.zh, rows, input.source, report);
  }
  if (mistakes.length > 0) return { cases: [], mistakes: sortMistakes(mistakes) };
  const place = input.source.place(['establishes']);
  return {
    cases,
    mistakes,
    ...(file.establishes !== undefined && { establishes: { feature: file.establishes, place } }),
  };
}

function expandRow(row: FilledRow, input: Input, usedStanzas: Set<string>, report: Report): readonly Case[] {
  const written = row.file.topologies ?? ['local'];
  checkTopologies(written, input.source, report);
  const topologies = [...new Set(written)].filter((topology) => row.topologies?.includes(topology) ?? true);
  return topologies.map((topology) => {
    const scope = openScope(row, topology, { input, usedStanzas, report });
    return expandCase(row, scope, input);
  });
}

function expandCase(row: FilledRow, scope: Scope, input: Input): Case {
  const title = readTitle(scope);
  const section = readSection(input.origin, scope);
  const actors = completeActors(scope);
  const given = readGiven(scope);
  const steps = readSteps(row.file.steps, ['steps'], { ...scope, actors });
  checkFeatures(scope);
  const sessions = actors.flatMap((actor) => actor.sessions);
  checkFlow(steps, sessions, scope.reportAt);
  return {
    id: caseId(input.origin.id, row.slug, scope.topology),
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
    requirements: [...scope.cited].sort(),
  };
}

interface Expansion {
  readonly input: Input;
  readonly usedStanzas: Set<string>;
  readonly report: Report;
}

function openScope(row: FilledRow, topology: Topology, { input, usedStanzas, report }: Expansion): Scope {
  const actors = planActors(row.file, topology);
  const captures = allText({ ...row.file, cases: undefined }).flatMap((text) =>
    [...text.matchAll(/\$\{(?:capture|new):([^${}]+)\}/g)].map(([, name = '']) => name),
  );
  return {
    source: input.source,
    standards: input.standards,
    file: row.file,
    topology,
    actors,
    before: [],
    names: {
      actors: new Set(actors.map(({ name }) => name)),
      sessions: new Set(actors.flatMap(({ sessions }) => sessions.map(({ ref }) => ref))),
      columns: new Set(Object.keys(row.columns)),
      captures: new Set(),
      allCaptures: new Set(captures),
      repeats: new Set(),
    },
    cited: new Set(),
    usedStanzas,
    report: reportAtPath(input.source, row, report),
    reportAt: report,
  };
}

/** `rfc6121/2.3/set-refused`, with `[two-items,remote]` as far as there is a row and a remote topology. */
function caseId(id: string, slug: string | undefined, topology: Topology): string {
  const parts = [...(slug === undefined ? [] : [slug]), ...(topology === 'remote' ? ['remote'] : [])];
  return parts.length === 0 ? id : `${id}[${parts.join(',')}]`;
}

function readTitle(scope: Scope): string {
  const { title } = scope.file;
  const left = /\$\{[^}]*\}?/.exec(title)?.[0];
  if (left !== undefined)
    scope.report(['title'], `unknown column ${left} in the title; only columns are filled in there`);
  return title;
}

function readSection(origin: Origin, scope: Scope): string {
  const section = scope.file.section ?? origin.section;
  if (SECTION.test(section)) return section;
  if (scope.file.section === undefined) {
    const message = `expected a folder named after a section such as 2.3 or A.2.1, got "${show(section)}"; add the key "section"`;
    scope.report([], message);
  } else {
    scope.report(['section'], `expected a section such as 2.3 or A.2.1, got "${show(section)}"`);
  }
  return section;
}

function checkTopologies(topologies: readonly Topology[], source: Source, report: Report): void {
  for (const [index, topology] of topologies.entries()) {
    if (topologies.indexOf(topology) < index)
      report(source.place(['topologies', index]), `topology "${topology}" is there twice; remove one`);
  }
}

function checkStanzasUsed(file: ScenarioFile, used: ReadonlySet<string>, source: Source, report: Report): void {
  for (const name of Object.keys(file.stanzas ?? {})) {
    if (!used.has(name))
      report(source.keyPlace(['stanzas', name]), `nothing uses the stanza "${name}"; use it or remove it`);
  }
}
