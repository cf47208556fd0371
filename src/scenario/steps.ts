// The steps of a file in the running shape: one reader a verb.

import type { FeaturesStep, RepeatStep, RosterStep, SendStep, StateStep, Step } from '../model/step.ts';
import { actorOf } from '../stanza/jid.ts';
import { didYouMean } from '../wording/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { absentSessions, checkState } from './actors.ts';
import { readCellExpect, readCellStates } from './cell.ts';
import { readDelivery } from './delivery.ts';
import { readExpect } from './expectations.ts';
import { refuseName } from './placeholders.ts';
import type { AuthoredStep, AuthoredSteps } from './schema.ts';
import { checkActor, checkOnServer, checkSession, cite, type Scope } from './scope.ts';
import { FEATURE, ROSTER_ITEM, readStanza, SENT } from './stanza-text.ts';

type Read<T> = Omit<T, 'place'>;
type Authored<K extends keyof AuthoredStep> = NonNullable<AuthoredStep[K]>;

/** Reads steps in the order of the file: a capture must be set before it is used. */
export function readSteps(steps: AuthoredSteps, path: Path, scope: Scope): readonly Step[] {
  const before: Step[] = [];
  for (const [index, step] of steps.entries()) {
    const at = [...path, index];
    const place = scope.source.place(at);
    before.push(...readStep(step, at, { ...scope, before }).map((read) => ({ ...read, place })));
  }
  return before;
}

type ReadStep = Step extends infer S ? (S extends Step ? Omit<S, 'place'> : never) : never;

/** One step, or for the states after a cell one for each side that can be read. */
function readStep(step: AuthoredStep, path: Path, scope: Scope): readonly ReadStep[] {
  const { connect, disconnect, drop, send, expect, roster, state, features, repeat } = step;
  const subject = connect ?? disconnect ?? drop;
  if (subject !== undefined && absentSessions(scope.file).has(subject)) return [];
  if (connect !== undefined) return [readConnection('connect', connect, path, scope)];
  if (disconnect !== undefined) return [readConnection('disconnect', disconnect, path, scope)];
  if (drop !== undefined) return [readDrop(drop, path, scope)];
  if (send !== undefined) return [readSend(send, [...path, 'send'], scope)];
  if (expect?.delivery !== undefined) return [readDelivery(expect, [...path, 'expect'], scope)];
  if (expect?.cell !== undefined) return [readCellExpect(expect, [...path, 'expect'], scope)];
  if (expect !== undefined) return [readExpect(expect, [...path, 'expect'], scope)];
  if (roster !== undefined) return [readRoster(roster, [...path, 'roster'], scope)];
  if (state?.cell !== undefined) return readCellStates(state, [...path, 'state'], scope);
  if (state !== undefined) return [readState(state, [...path, 'state'], scope)];
  if (features !== undefined) return [readFeatures(features, [...path, 'features'], scope)];
  return repeat === undefined ? [] : [readRepeat(repeat, [...path, 'repeat'], scope)];
}

function readConnection(kind: 'connect' | 'disconnect', session: string, path: Path, scope: Scope): ReadStep {
  checkSession(session, [...path, kind], scope);
  return { kind, session };
}

function readDrop(session: string, path: Path, scope: Scope): ReadStep {
  checkSession(session, [...path, 'drop'], scope);
  checkOnServer(session, 'drop', [...path, 'drop'], scope);
  return { kind: 'drop', session };
}

function readSend(send: Authored<'send'>, path: Path, scope: Scope): Read<SendStep> {
  checkSession(send.from, [...path, 'from'], scope);
  return { kind: 'send', from: send.from, stanza: readStanza(send.stanza, [...path, 'stanza'], SENT, scope) };
}

function readRoster(roster: Authored<'roster'>, path: Path, scope: Scope): Read<RosterStep> {
  const isSession = roster.of.includes('/');
  if (isSession) checkSession(roster.of, [...path, 'of'], scope);
  else checkActor(roster.of, [...path, 'of'], scope);
  checkOnServer(roster.of, 'read the roster of', [...path, 'of'], scope);
  return {
    kind: 'roster',
    of: actorOf(roster.of),
    ...(isSession && { session: roster.of }),
    items: roster.is.map((item, index) => readStanza(item, [...path, 'is', index], ROSTER_ITEM, scope)),
    proves: cite(roster.proves, [...path, 'proves'], scope),
  };
}

function readState(state: Authored<'state'>, path: Path, scope: Scope): Read<StateStep> {
  const { user = '', contact = '', is = [] } = state;
  checkActor(user, [...path, 'user'], scope);
  checkActor(contact, [...path, 'contact'], scope);
  checkOnServer(user, 'read the state of', [...path, 'user'], scope);
  if (user === contact) scope.report([...path, 'contact'], 'expected two different actors in "state"');
  const states = typeof is === 'string' ? [is] : is;
  for (const [index, name] of states.entries())
    checkState(name, typeof is === 'string' ? [...path, 'is'] : [...path, 'is', index], scope);
  return { kind: 'state', user, contact, states, proves: cite(state.proves, [...path, 'proves'], scope) };
}

function readFeatures(features: Authored<'features'>, path: Path, scope: Scope): Read<FeaturesStep> {
  const { of, has, lacks } = features;
  checkSession(of, [...path, 'of'], scope);
  checkOnServer(of, 'read the features of', [...path, 'of'], scope);
  const key = has === undefined ? 'lacks' : 'has';
  return {
    kind: 'features',
    session: of,
    pattern: readStanza(has ?? lacks ?? '', [...path, key], FEATURE, scope),
    present: has !== undefined,
    proves: cite(features.proves, [...path, 'proves'], scope),
  };
}

function readRepeat(repeat: Authored<'repeat'>, path: Path, scope: Scope): Read<RepeatStep> {
  const { with: name, from, to, until, limit } = repeat;
  const { names } = scope;
  const refusal = names.repeats.has(name)
    ? `the name "${name}" is taken by a repeat around this one`
    : refuseName(name, names);
  if (refusal !== undefined) scope.report([...path, 'with'], refusal);
  if (from > to) scope.report([...path, 'to'], `expected a number of at least ${from}, which "from" says, got ${to}`);
  const inner = { ...scope, names: { ...names, repeats: new Set([...names.repeats, name]) } };
  const steps = readSteps(repeat.steps, [...path, 'steps'], inner);
  const alternatives = steps.flatMap((s) => (s.kind === 'expect' ? s.alternatives.map((a) => a.name) : []));
  if (!alternatives.includes(until)) {
    const hint = didYouMean(until, alternatives);
    scope.report([...path, 'until'], `no expect in this repeat has an alternative "${until}"${hint}`);
  }
  return {
    kind: 'repeat',
    name,
    from,
    to,
    until,
    limit,
    proves: cite(repeat.proves, [...path, 'proves'], scope),
    steps,
  };
}
