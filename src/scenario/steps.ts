// The steps of a file as the steps of a case: one reader for each verb.

import type { FeaturesStep, NetworkStep, RosterStep, StateStep, Step } from '../model/step.ts';
import { actorOf } from '../stanza/jid.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { absentSessions, restartedActor } from './actors.ts';
import { apart, endsCase } from './captures.ts';
import { readCellExpect, readCellStates } from './cell-steps.ts';
import { readDo, readSend, readShows } from './client-steps.ts';
import { readDelivery } from './delivery-step.ts';
import { readExpect } from './expect-step.ts';
import { checkState } from './given.ts';
import { eachOf } from './ranges.ts';
import type { AuthoredStep, AuthoredSteps } from './schema.ts';
import { type Cursor, checkActor, checkOnServer, checkSession, cite, cursorAt, type StepScope } from './scope.ts';
import { FEATURE, ROSTER_ITEM, readStanza } from './stanza-text.ts';

type Read<T> = Omit<T, 'place'>;
type Authored<K extends keyof AuthoredStep> = NonNullable<AuthoredStep[K]>;

/** Reads the steps at the cursor in their order: a pattern must capture a value before a step uses it. */
export function readSteps(steps: AuthoredSteps, { scope, path }: Cursor): readonly Step[] {
  const before: Step[] = [];
  for (const [index, step] of steps.entries()) {
    const here = cursorAt<StepScope>({ ...scope, before }, [...path, index]);
    const place = here.place();
    const all = step.send === undefined ? [step] : eachOf(step);
    before.push(...all.flatMap((one) => readStep(one, here)).map((read) => ({ ...read, place })));
  }
  return before;
}

type ReadStep = Step extends infer S ? (S extends Step ? Omit<S, 'place'> : never) : never;

/** One step; none for an absent session; one for each readable side for the states after a cell. */
function readStep(step: AuthoredStep, here: Cursor<StepScope>): readonly ReadStep[] {
  const { connect, disconnect, drop, network, send, expect, roster, state, features, shows } = step;
  const session = connect ?? disconnect ?? drop;
  if (session !== undefined && absentSessions(here.scope.file).has(session)) return [];
  if (connect !== undefined) return [readConnection('connect', connect, here.at('connect'))];
  if (disconnect !== undefined) return [readConnection('disconnect', disconnect, here.at('disconnect'))];
  if (drop !== undefined) return [readDrop(drop, here.at('drop'))];
  if (network !== undefined) return [readNetwork(network, here.at('network'))];
  if (send !== undefined) return [readSend(send, here.at('send'))];
  // The ids of the delivery table have parts, those of Appendix A have none.
  if (expect?.cell?.includes('/')) return [readDelivery(expect, here.at('expect'))];
  if (expect?.cell !== undefined) return [readCellExpect(expect, here.at('expect'))];
  if (expect !== undefined) return [readExpect(expect, here.at('expect'))];
  if (roster !== undefined) return [readRoster(roster, here.at('roster'))];
  if (state?.cell !== undefined) return readCellStates(state, here.at('state'));
  if (state !== undefined) return [readState(state, here.at('state'))];
  if (step.do !== undefined) return [readDo(step.do, here.at('do'))];
  if (shows !== undefined) return [readShows(shows, here.at('shows'))];
  return features === undefined ? [] : [readFeatures(features, here.at('features'))];
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

function readNetwork(network: string, here: Cursor): Read<NetworkStep> {
  const { actors, topology } = here.scope;
  if (topology !== 'federated') here.report(scenarioMistake('needsTwoServers'));
  const actor = restartedActor(network);
  if (actor === undefined) return { kind: 'network', change: network as NetworkStep['change'], ends: [] };
  checkActor(actor, here);
  const isOnPeer = (name: string) => actors.find((one) => one.name === name)?.isPeer === true;
  const ended = actors.filter(({ name }) => isOnPeer(name) === isOnPeer(actor));
  return {
    kind: 'network',
    change: 'restart',
    actor,
    ends: ended.flatMap(({ sessions }) => sessions.map(({ ref }) => ref)),
  };
}

function readRoster({ of, is, proves }: Authored<'roster'>, here: Cursor): Read<RosterStep> {
  const isSession = of.includes('/');
  if (isSession) checkSession(of, here.at('of'));
  else checkActor(of, here.at('of'));
  checkOnServer(of, 'roster', here.at('of'));
  return {
    kind: 'roster',
    of: actorOf(of),
    ...(isSession && { session: of }),
    items: is.flatMap((item, index) => eachOf(item).map((one) => readStanza(one, ROSTER_ITEM, here.at('is', index)))),
    proves: cite(proves, here.at('proves')),
  };
}

function readState(state: Authored<'state'>, here: Cursor): Read<StateStep> {
  const { user = '', contact = '', is = [], proves } = state;
  checkActor(user, here.at('user'));
  checkActor(contact, here.at('contact'));
  checkOnServer(user, 'state', here.at('user'));
  if (user === contact) here.at('contact').report(scenarioMistake('sameActor', 'state'));
  const isOne = typeof is === 'string';
  const states = isOne ? [is] : is;
  for (const [index, name] of states.entries()) checkState(name, isOne ? here.at('is') : here.at('is', index));
  return { kind: 'state', user, contact, states, proves: cite(proves, here.at('proves')) };
}

function readFeatures({ of, has, lacks, proves }: Authored<'features'>, here: Cursor): Read<FeaturesStep> {
  checkSession(of, here.at('of'));
  checkOnServer(of, 'features', here.at('of'));
  const present = has !== undefined;
  const cited = cite(proves, here.at('proves'));
  const at = here.at(present ? 'has' : 'lacks');
  const isBinding = present && endsCase(cited, here.scope.standards);
  const pattern = readStanza(has ?? lacks ?? '', FEATURE, isBinding ? at : apart(at));
  return { kind: 'features', session: of, pattern, present, proves: cited };
}
