// The steps of a file in the running shape: one reader a verb.

import type { FeaturesStep, RepeatStep, RosterStep, SendStep, Step } from '../model.ts';
import { readExpect } from './expectations.ts';
import { refuseName } from './placeholders.ts';
import type { Path } from './read.ts';
import type { AuthoredStep, AuthoredSteps } from './schema.ts';
import { checkActor, checkSession, cite, type Scope } from './scope.ts';
import { FEATURE, ROSTER_ITEM, readStanza, SENT } from './stanza-text.ts';
import { didYouMean } from './suggest.ts';

type Read<T> = Omit<T, 'place'>;
type Authored<K extends keyof AuthoredStep> = NonNullable<AuthoredStep[K]>;

/** Reads steps in the order of the file: a capture must be set before it is used. */
export function readSteps(steps: AuthoredSteps, path: Path, scope: Scope): readonly Step[] {
  return steps.flatMap((step, index) => {
    const at = [...path, index];
    const read = readStep(step, at, scope);
    return read === undefined ? [] : [{ ...read, place: scope.source.place(at) }];
  });
}

type ReadStep = Step extends infer S ? (S extends Step ? Omit<S, 'place'> : never) : never;

function readStep(step: AuthoredStep, path: Path, scope: Scope): ReadStep | undefined {
  const { connect, disconnect, send, expect, roster, features, repeat } = step;
  if (connect !== undefined) return readConnection('connect', connect, path, scope);
  if (disconnect !== undefined) return readConnection('disconnect', disconnect, path, scope);
  if (send !== undefined) return readSend(send, [...path, 'send'], scope);
  if (expect !== undefined) return readExpect(expect, [...path, 'expect'], scope);
  if (roster !== undefined) return readRoster(roster, [...path, 'roster'], scope);
  if (features !== undefined) return readFeatures(features, [...path, 'features'], scope);
  return repeat && readRepeat(repeat, [...path, 'repeat'], scope);
}

function readConnection(kind: 'connect' | 'disconnect', session: string, path: Path, scope: Scope): ReadStep {
  checkSession(session, [...path, kind], scope);
  return { kind, session };
}

function readSend(send: Authored<'send'>, path: Path, scope: Scope): Read<SendStep> {
  checkSession(send.from, [...path, 'from'], scope);
  return { kind: 'send', from: send.from, stanza: readStanza(send.stanza, [...path, 'stanza'], SENT, scope) };
}

function readRoster(roster: Authored<'roster'>, path: Path, scope: Scope): Read<RosterStep> {
  const isSession = roster.of.includes('/');
  if (isSession) checkSession(roster.of, [...path, 'of'], scope);
  else checkActor(roster.of, [...path, 'of'], scope);
  return {
    kind: 'roster',
    of: roster.of.split('/')[0] ?? roster.of,
    ...(isSession && { session: roster.of }),
    items: roster.is.map((item, index) => readStanza(item, [...path, 'is', index], ROSTER_ITEM, scope)),
    proves: cite(roster.proves, [...path, 'proves'], scope),
  };
}

function readFeatures(features: Authored<'features'>, path: Path, scope: Scope): Read<FeaturesStep> {
  const { of, has, lacks } = features;
  checkSession(of, [...path, 'of'], scope);
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
