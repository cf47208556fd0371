// The steps of a file as the steps of a case: one reader for each verb.

import type { ExpectStep, FeaturesStep, RepeatStep, RosterStep, SendStep, StateStep, Step } from '../model/step.ts';
import { actorOf } from '../stanza/jid.ts';
import { didYouMean } from '../wording/suggest.ts';
import { absentSessions } from './actors.ts';
import { readCellExpect, readCellStates } from './cell-steps.ts';
import { readDelivery } from './delivery-step.ts';
import { readExpect } from './expect-step.ts';
import { checkState } from './given.ts';
import { MAX_NESTED_REPEATS } from './limits.ts';
import { refuseName } from './placeholders.ts';
import type { AuthoredStep, AuthoredSteps } from './schema.ts';
import { type Cursor, checkActor, checkOnServer, checkSession, cite, cursorAt, type StepScope } from './scope.ts';
import { FEATURE, ROSTER_ITEM, readStanza, SENT } from './stanza-text.ts';

type Read<T> = Omit<T, 'place'>;
type Authored<K extends keyof AuthoredStep> = NonNullable<AuthoredStep[K]>;

/** Reads the steps at the cursor in their order: a pattern must capture a value before a step uses it. */
export function readSteps(steps: AuthoredSteps, { scope, path }: Cursor): readonly Step[] {
  const before: Step[] = [];
  for (const [index, step] of steps.entries()) {
    const here = cursorAt<StepScope>({ ...scope, before }, [...path, index]);
    const place = here.place();
    before.push(...readStep(step, here).map((read) => ({ ...read, place })));
  }
  return before;
}

type ReadStep = Step extends infer S ? (S extends Step ? Omit<S, 'place'> : never) : never;

/** One step; none for an absent session; one for each readable side for the states after a cell. */
function readStep(step: AuthoredStep, here: Cursor<StepScope>): readonly ReadStep[] {
  const { connect, disconnect, drop, send, expect, roster, state, features, repeat } = step;
  const session = connect ?? disconnect ?? drop;
  if (session !== undefined && absentSessions(here.scope.file).has(session)) return [];
  if (connect !== undefined) return [readConnection('connect', connect, here.at('connect'))];
  if (disconnect !== undefined) return [readConnection('disconnect', disconnect, here.at('disconnect'))];
  if (drop !== undefined) return [readDrop(drop, here.at('drop'))];
  if (send !== undefined) return [readSend(send, here.at('send'))];
  if (expect?.delivery !== undefined) return [readDelivery(expect, here.at('expect'))];
  if (expect?.cell !== undefined) return [readCellExpect(expect, here.at('expect'))];
  if (expect !== undefined) return [readExpect(expect, here.at('expect'))];
  if (roster !== undefined) return [readRoster(roster, here.at('roster'))];
  if (state?.cell !== undefined) return readCellStates(state, here.at('state'));
  if (state !== undefined) return [readState(state, here.at('state'))];
  if (features !== undefined) return [readFeatures(features, here.at('features'))];
  return repeat === undefined ? [] : [readRepeat(repeat, here.at('repeat'))];
}

function readConnection(kind: 'connect' | 'disconnect', session: string, here: Cursor): ReadStep {
  checkSession(session, here);
  return { kind, session };
}

function readDrop(session: string, here: Cursor): ReadStep {
  checkSession(session, here);
  checkOnServer(session, 'drop', here);
  return { kind: 'drop', session };
}

function readSend({ from, stanza }: Authored<'send'>, here: Cursor): Read<SendStep> {
  checkSession(from, here.at('from'));
  return { kind: 'send', from, stanza: readStanza(stanza, SENT, here.at('stanza')) };
}

function readRoster({ of, is, proves }: Authored<'roster'>, here: Cursor): Read<RosterStep> {
  const isSession = of.includes('/');
  if (isSession) checkSession(of, here.at('of'));
  else checkActor(of, here.at('of'));
  checkOnServer(of, 'read the roster of', here.at('of'));
  return {
    kind: 'roster',
    of: actorOf(of),
    ...(isSession && { session: of }),
    items: is.map((item, index) => readStanza(item, ROSTER_ITEM, here.at('is', index))),
    proves: cite(proves, here.at('proves')),
  };
}

function readState(state: Authored<'state'>, here: Cursor): Read<StateStep> {
  const { user = '', contact = '', is = [], proves } = state;
  checkActor(user, here.at('user'));
  checkActor(contact, here.at('contact'));
  checkOnServer(user, 'read the state of', here.at('user'));
  if (user === contact) here.at('contact').report('expected two different actors in "state"');
  const isOne = typeof is === 'string';
  const states = isOne ? [is] : is;
  for (const [index, name] of states.entries()) checkState(name, isOne ? here.at('is') : here.at('is', index));
  return { kind: 'state', user, contact, states, proves: cite(proves, here.at('proves')) };
}

function readFeatures({ of, has, lacks, proves }: Authored<'features'>, here: Cursor): Read<FeaturesStep> {
  checkSession(of, here.at('of'));
  checkOnServer(of, 'read the features of', here.at('of'));
  const key = has === undefined ? 'lacks' : 'has';
  return {
    kind: 'features',
    session: of,
    pattern: readStanza(has ?? lacks ?? '', FEATURE, here.at(key)),
    present: has !== undefined,
    proves: cite(proves, here.at('proves')),
  };
}

function readRepeat(repeat: Authored<'repeat'>, here: Cursor): Read<RepeatStep> {
  const { with: name, from, to, until, limit } = repeat;
  checkRepeatName(name, here.at('with'));
  if (from > to) here.at('to').report(`expected a number of at least ${from}, the value of "from", got ${to}`);
  const { scope, path } = here.at('steps');
  if (scope.names.repeats.size >= MAX_NESTED_REPEATS) {
    here.report(`expected at most ${MAX_NESTED_REPEATS} repeats inside of each other`);
    return { kind: 'repeat', name, from, to, until, limit, proves: [], steps: [] };
  }
  const names = { ...scope.names, repeats: new Map([...scope.names.repeats, [name, to] as const]) };
  const steps = readSteps(repeat.steps, cursorAt({ ...scope, names }, path));
  checkUntil(until, steps, here.at('until'));
  const proves = cite(repeat.proves, here.at('proves'));
  return { kind: 'repeat', name, from, to, until, limit, proves, steps };
}

function checkRepeatName(name: string, { scope: { names }, report }: Cursor): void {
  const refusal = names.repeats.has(name)
    ? `the name "${name}" is already used by an outer repeat; choose another`
    : refuseName(name, names);
  if (refusal !== undefined) report(refusal);
}

function checkUntil(until: string, steps: readonly Step[], { report }: Cursor): void {
  const expects = steps.filter((step): step is ExpectStep => step.kind === 'expect');
  const alternatives = expects.flatMap((step) => step.alternatives.map(({ name }) => name));
  if (alternatives.includes(until)) return;
  report(`no expect in this repeat has an alternative "${until}"${didYouMean(until, alternatives)}`);
}
