// What the expansion of one row knows, and what it collects on the way.

import type { Actor, Topology } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import type { Step } from '../model/step.ts';
import { actorOf } from '../stanza/jid.ts';
import { didYouMean } from '../wording/suggest.ts';
import type { Report } from '../yaml/mistakes.ts';
import type { Path, Source } from '../yaml/read.ts';
import { show } from '../yaml/value-words.ts';
import { holdsColumn } from './columns.ts';
import type { Names } from './placeholders.ts';
import type { FilledRow } from './rows.ts';
import type { RequirementIds, ScenarioFile } from './schema.ts';
import type { Tables } from './standard/tables.ts';

/** The standards, as far as scenarios refer to them. */
export interface Standards {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly tables: Tables;
}

export interface Scope {
  readonly source: Source;
  readonly standards: Standards;
  /** The file as it reads for this row. */
  readonly file: ScenarioFile;
  readonly topology: Topology;
  readonly actors: readonly Actor[];
  /** Steps of the same list that were read before the one being read. */
  readonly before: readonly Step[];
  readonly names: Names;
  /** Requirements cited by any check so far. */
  readonly cited: Set<string>;
  /** Named stanzas used by any row so far. */
  readonly usedStanzas: Set<string>;
  /** Reports a mistake at the value at `path`; names the row where a column had a part in it. */
  report(path: Path, message: string): void;
  /** Reports a mistake at a place of its own. */
  readonly reportAt: Report;
}

/** Reports at paths; where the text there holds columns, the message names the row. */
export function reportAtPath(source: Source, row: FilledRow, report: Report): Scope['report'] {
  return (path, message) => {
    const spelling = source.spelling(path) ?? '';
    const suffix =
      row.name !== undefined && holdsColumn(spelling, row.columns) ? ` (in the row "${show(row.name)}")` : '';
    report(source.place(path), `${message}${suffix}`);
  };
}

/** Checks that requirements exist and notes them as cited. */
export function cite(ids: RequirementIds | readonly string[] | undefined, path: Path, scope: Scope): readonly string[] {
  const list = typeof ids === 'string' ? [ids] : (ids ?? []);
  for (const [index, id] of list.entries()) {
    scope.cited.add(id);
    if (scope.standards.requirements.has(id)) continue;
    const at = typeof ids === 'string' ? path : [...path, index];
    scope.report(at, unknown('requirement', id, scope.standards.requirements.keys(), scope));
  }
  return list;
}

/** Words for a name that stands for nothing: a column that was not filled in, or a slip. */
export function unknown(what: string, name: string, candidates: Iterable<string>, scope: Scope): string {
  const column = /\$\{([^{}]*)\}/.exec(name)?.[1];
  if (column === undefined) return `unknown ${what} "${show(name)}"${didYouMean(name, candidates)}`;
  return `unknown column "${show(column)}" in "${show(name)}"${didYouMean(column, scope.names.columns)}`;
}

/** Checks that a session exists. */
export function checkSession(session: string, path: Path, scope: Scope): void {
  const { sessions } = scope.names;
  if (!sessions.has(session)) scope.report(path, unknown('session', session, sessions, scope));
}

/** Checks that an actor exists. */
export function checkActor(actor: string, path: Path, scope: Scope): void {
  const { actors } = scope.names;
  if (!actors.has(actor)) scope.report(path, unknown('actor', actor, actors, scope));
}

/** Checks that the server under test has the account of an actor or of a session's actor, where `deed` asks for that. */
export function checkOnServer(who: string, deed: string, path: Path, scope: Scope): void {
  const name = actorOf(who);
  const isRemote = scope.actors.some((actor) => actor.name === name && actor.isRemote);
  if (isRemote) scope.report(path, `cannot ${deed} "${who}" in topology remote: "${name}" is on the remote domain`);
}
