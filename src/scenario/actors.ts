// Actors and their sessions, and what a case needs because of them.

import type { Actor, Given, Need, SessionPlan, Topology, XmlElement } from '../model.ts';
import { element, NS } from '../stanza/xml.ts';
import { type AuthoredSteps, NAME, type ScenarioFile } from './schema.ts';
import { checkActor, type Scope, unknown } from './scope.ts';
import { INITIAL_PRESENCE, readStanza } from './stanza-text.ts';
import { STATES_TABLE } from './tables.ts';
import { show } from './wording.ts';

type Settings = ScenarioFile['actors'][string][string];

/** All actors of a file, those named only under `accounts` included. Presence is read later, when names are known. */
export function planActors(file: ScenarioFile): readonly Actor[] {
  const names = new Set([...Object.keys(file.actors), ...Object.keys(file.accounts ?? {})]);
  const connected = connectedAtStart(file.steps);
  return [...names].map((name) => ({
    name,
    account: own(file.accounts, name) ?? 'fresh',
    sessions: Object.entries(own(file.actors, name) ?? {}).map(([resource, settings]) =>
      planSession(name, resource, settings, connected),
    ),
  }));
}

/** Reads initial presences and checks accounts. */
export function completeActors(scope: Scope): readonly Actor[] {
  for (const actor of scope.actors) checkAccount(actor, scope);
  return scope.actors.map((actor) => ({
    ...actor,
    sessions: actor.sessions.map((session) => {
      const presence = readPresence(session, actor.name, scope);
      return presence === undefined ? session : { ...session, presence };
    }),
  }));
}

/** The subscription state to begin with, checked against the actors and the states of RFC 6121 A.1. */
export function readGiven(scope: Scope): Given | undefined {
  const { given } = scope.file;
  if (given === undefined) return undefined;
  checkActor(given.user, ['given', 'user'], scope);
  checkActor(given.contact, ['given', 'contact'], scope);
  if (given.user === given.contact) scope.report(['given', 'contact'], 'expected two different actors in "given"');
  const states = (scope.standards.tables.get(STATES_TABLE) ?? []).map((row) => row['state'] ?? '');
  if (!states.includes(given.state)) scope.report(['given', 'state'], unknown('state', given.state, states, scope));
  return { ...given, place: scope.source.keyPlace(['given']) };
}

/** Names of the features a case needs, its own `needs` first; `reportedBy` is filled in when all files are read. */
export function readNeeds(scope: Scope, topology: Topology): readonly Need[] {
  const { needs, establishes } = scope.file;
  const declared = typeof needs === 'string' ? [needs] : (needs ?? []);
  const special = scope.actors.map(({ account }) => account).filter((a) => a !== 'fresh' && a !== 'absent');
  const hasRoster = scope.actors.some(({ sessions }) => sessions.some(({ roster }) => roster));
  const all = [
    ...declared,
    ...special.map((account) => `account:${account}`),
    ...(hasRoster ? ['roster-get'] : []),
    ...(topology === 'remote' ? ['remote'] : []),
  ];
  return [...new Set(all)].filter((feature) => feature !== establishes).map((feature) => ({ feature }));
}

/** Checks the features that a file names itself. */
export function checkFeatures(scope: Scope): void {
  const { needs, establishes } = scope.file;
  const known = new Set([...scope.standards.requirements.values()].map(({ feature }) => feature));
  known.delete('none');
  known.add('remote');
  const check = (feature: string, path: readonly (string | number)[]) => {
    if (known.has(feature) || /^account:[a-z][a-z0-9-]*$/.test(feature)) return;
    scope.report(path, unknown('feature', feature, known, scope));
  };
  if (typeof needs === 'string') check(needs, ['needs']);
  else for (const [index, need] of (needs ?? []).entries()) check(need, ['needs', index]);
  if (establishes !== undefined) check(establishes, ['establishes']);
}

function planSession(actor: string, resource: string, settings: Settings, connected: Connected): SessionPlan {
  const ref = `${actor}/${resource}`;
  const { roster = true, answers = true } = settings;
  return { ref, resource, roster, answers, atStart: connected(ref) };
}

type Connected = (session: string) => boolean;

/** A session is connected before the first step, unless the first connect or disconnect of it is a connect. */
function connectedAtStart(steps: AuthoredSteps): Connected {
  const first = new Map<string, boolean>();
  const walk = (list: AuthoredSteps): void => {
    for (const { connect, disconnect, repeat } of list) {
      if (connect !== undefined && !first.has(connect)) first.set(connect, false);
      if (disconnect !== undefined && !first.has(disconnect)) first.set(disconnect, true);
      if (repeat !== undefined) walk(repeat.steps);
    }
  };
  walk(steps);
  return (session) => first.get(session) ?? true;
}

function checkAccount(actor: Actor, scope: Scope): void {
  const path = ['accounts', actor.name];
  if (!NAME.test(actor.account)) {
    scope.report(path, `expected fresh, absent or the name of a special account, got "${show(actor.account)}"`);
  }
  if (actor.account !== 'absent' || actor.sessions.length === 0) return;
  scope.report(
    path,
    `the account of "${actor.name}" is absent, so it can have no sessions; write ${actor.name}: {} under "actors"`,
  );
}

function readPresence(session: SessionPlan, actor: string, scope: Scope): XmlElement | undefined {
  const path = ['actors', actor, session.resource];
  const { presence = 'available', priority } = own(own(scope.file.actors, actor), session.resource) ?? {};
  if (presence === 'available') {
    const children = priority === undefined ? [] : [element('priority', NS.client, {}, [String(priority)])];
    return element('presence', NS.client, {}, children);
  }
  if (priority !== undefined) {
    const remedy = presence === 'none' ? 'remove one of them' : 'write <priority> in the XML';
    scope.report(
      [...path, 'priority'],
      `"priority" goes with presence available, got presence "${show(presence)}"; ${remedy}`,
    );
  }
  return presence === 'none' ? undefined : readStanza(presence, [...path, 'presence'], INITIAL_PRESENCE, scope);
}

function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
