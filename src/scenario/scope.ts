// What the readers of a scenario know, the cursor that they move, and the checks of names that they share.

import type { Actor, Topology } from '../model/case.ts';
import type { Texts } from '../model/language.ts';
import type { Place } from '../model/place.ts';
import type { Requirement } from '../model/standard.ts';
import type { Step } from '../model/step.ts';
import { actorOf } from '../stanza/jid.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { type Action, action, type NameKind, nameKind } from '../wording/scenario-names.ts';
import { suggest } from '../wording/suggest.ts';
import { eitherQuoted } from '../wording/texts.ts';
import type { Report } from '../yaml/mistakes.ts';
import type { Path, Source } from '../yaml/read.ts';
import { show } from '../yaml/wrong-value.ts';
import { holdsColumn } from './columns.ts';
import type { Names } from './placeholders.ts';
import type { FilledRow } from './rows.ts';
import type { ScenarioFile } from './schema.ts';
import type { RequirementIds } from './schema-parts.ts';
import type { Tables } from './standard/tables.ts';

/** The parts of the standards that scenarios refer to. */
export interface Standards {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly tables: Tables;
}

/** One row of a file in one topology. */
export interface RowScope {
  readonly source: Source;
  readonly standards: Standards;
  readonly row: FilledRow;
  /** The file with the columns of the row filled in. */
  readonly file: ScenarioFile;
  readonly topology: Topology;
  /** Whom the cases test. */
  readonly role: 'server' | 'client';
  readonly names: Names;
  /** The cursor is inside a permitted outcome of "oneOf", where a citation may be of level MAY alone. */
  readonly isOutcome?: boolean;
  /** Reports a mistake at a place. */
  readonly reportAt: Report;
  /** Reports what is probably a mistake. */
  readonly warnAt: Report;
}

/** A row whose actors are read. */
export interface CaseScope extends RowScope {
  readonly actors: readonly Actor[];
}

/** A step of a case. */
export interface StepScope extends CaseScope {
  /** The steps before it in the same list. */
  readonly before: readonly Step[];
}

/** A value of the file that is being read. `at` moves to a value inside it. */
export interface Cursor<S extends RowScope = CaseScope> {
  readonly scope: S;
  readonly path: Path;
  at(...keys: Path): Cursor<S>;
  /** Place of the value. */
  place(): Place;
  /** Place of the key that holds the value. */
  keyPlace(): Place;
  /** Reports a mistake at the value. Names the row if the value holds a column. */
  report(message: Texts): void;
  /** Reports a mistake at the key. */
  reportKey(message: Texts): void;
}

/** A cursor at `path`, by default at the top of the file. */
export function cursorAt<S extends RowScope>(scope: S, path: Path = []): Cursor<S> {
  const { source, reportAt } = scope;
  return {
    scope,
    path,
    at: (...keys) => cursorAt(scope, [...path, ...keys]),
    place: () => source.place(path),
    keyPlace: () => source.keyPlace(path),
    report: (message) => reportAt(source.place(path), inRow(message, path, scope)),
    reportKey: (message) => reportAt(source.keyPlace(path), message),
  };
}

function inRow(message: Texts, path: Path, { source, row }: RowScope): Texts {
  const spelling = source.spelling(path) ?? '';
  if (row.name === undefined || !holdsColumn(spelling, row.columns)) return message;
  return scenarioMistake('inRow', message, show(row.name));
}

/** The requirement ids as a list. Reports unknown ones, those that bind others, and a list that cannot be broken. */
export function cite(ids: RequirementIds | readonly string[] | undefined, here: Cursor<RowScope>): readonly string[] {
  const { isOutcome = false, standards } = here.scope;
  const list = typeof ids === 'string' ? [ids] : (ids ?? []);
  for (const [index, id] of list.entries()) checkCited(id, typeof ids === 'string' ? here : here.at(index));
  if (!isOutcome && list.length > 0 && !binds(list, standards))
    here.report(scenarioMistake('onlyMay', eitherQuoted(list)));
  return list;
}

/** Whom a check cannot be about. */
const OTHER_ROLE = { server: 'client', client: 'server' } as const;

function checkCited(id: string, here: Cursor<RowScope>): void {
  const { requirements } = here.scope.standards;
  const requirement = requirements.get(id);
  if (requirement === undefined) here.report(unknownRequirement(id, here.scope));
  else if (requirement.role === OTHER_ROLE[here.scope.role])
    here.report(scenarioMistake(here.scope.role === 'server' ? 'bindsClients' : 'bindsServers', id));
}

/** Another file of the user may bring it: not one of a specification that is ours, nor what a column should have filled in. */
function unknownRequirement(id: string, scope: RowScope): Texts {
  const message = unknown('requirement', id, { known: scope.standards.requirements.keys(), scope });
  return /^rfc|\$\{/i.test(id) ? message : scenarioMistake('maybeInAnother', message);
}

/** Whether a server can break one of the requirements: a MAY cannot be broken (RFC 2119 5). */
export function binds(ids: readonly string[], { requirements }: Standards): boolean {
  return ids.some((id) => requirements.get(id)?.level !== 'MAY');
}

interface Candidates {
  readonly known: Iterable<string>;
  readonly scope: RowScope;
}

/** Message for an unknown name: a misspelt column inside it, or a misspelt name. */
export function unknown(what: NameKind, name: string, { known, scope }: Candidates): Texts {
  const column = /\$\{([^{}]*)\}/.exec(name)?.[1];
  if (column === undefined) return scenarioMistake('unknown', nameKind(what), show(name), suggest(name, known));
  return scenarioMistake('unknownColumnIn', show(column), show(name), suggest(column, scope.names.columns));
}

/** Reports a session that does not exist. */
export function checkSession(session: string, here: Cursor<RowScope>): void {
  const { sessions: known } = here.scope.names;
  if (!known.has(session)) here.report(unknown('session', session, { known, scope: here.scope }));
}

/** Reports an actor that does not exist. */
export function checkActor(actor: string, here: Cursor<RowScope>): void {
  const { actors: known } = here.scope.names;
  if (!known.has(actor)) here.report(unknown('actor', actor, { known, scope: here.scope }));
}

/** Reports an actor or a session that is remote, where the server under test must have its account for what the step does. */
export function checkOnServer(ref: string, what: Action, here: Cursor): void {
  const name = actorOf(ref);
  const isRemote = here.scope.actors.some((actor) => actor.name === name && actor.isRemote);
  if (isRemote) here.report(scenarioMistake('onRemote', action(what, ref), name));
}
