// Actors and their sessions, and what a case needs because of them.

import type { Actor, Given, Need, SessionPlan, Topology } from '../model/case.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import type { Path } from '../yaml/read.ts';
import { show } from '../yaml/value-words.ts';
import { type AuthoredSteps, NAME, type ScenarioFile } from './schema.ts';
import { checkActor, checkOnServer, type Scope, unknown } from './scope.ts';
import { INITIAL_PRESENCE, readStanza } from './stanza-text.ts';

type Settings = ScenarioFile['actors'][string][string];

/** All actors of a file, those named only under `accounts` included. Presence is read later, when names are known. */
export function planActors(file: ScenarioFile, topology: Topology): readonly Actor[] {
  const names = [...new Set([...Object.keys(file.actors), ...Object.keys(file.accounts ?? {})])];
  const contacts = file.contacts ?? names.slice(1);
  const connected = connectedAtStart(file.steps);
  return names.map((name) => {
    const isRemote = topology === 'remote' && contacts.includes(name);
    const settled = Object.entries(own(file.actors, name) ?? {}).filter(([, { presence }]) => presence !== LEFT_OUT);
    const sessions = settled.map(([resource, settings]) => {
      const plan = planSession(name, resource, settings, connected);
      return isRemote ? { ...plan, ...SILENT } : plan;
    });
    return { name, account: own(file.accounts, name) ?? 'fresh', isRemote, sessions };
  });
}

/** Presence of a session that a row of the table leaves out. */
const LEFT_OUT = 'absent';

/** Sessions that the row leaves out: steps that connect or end them are left out, too. */
export function absentSessions({ actors }: ScenarioFile): ReadonlySet<string> {
  const refs = Object.entries(actors).flatMap(([name, sessions]) =>
    Object.entries(sessions).flatMap(([resource, { presence }]) =>
      presence === LEFT_OUT ? [`${name}/${resource}`] : [],
    ),
  );
  return new Set(refs);
}

/** Nothing goes out by itself for an actor whose server is played. */
const SILENT = { roster: false, answers: false };

/** Reads initial presences and checks accounts. */
export function completeActors(scope: Scope): readonly Actor[] {
  for (const actor of scope.actors) checkAccount(actor, scope);
  checkContacts(scope);
  return scope.actors.map((actor) => ({
    ...actor,
    sessions: actor.sessions.map((session) => {
      const presence = readPresence(session, actor.name, scope);
      return presence === undefined || actor.isRemote ? session : { ...session, presence };
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
  checkOnServer(given.user, 'read the state of', ['given', 'user'], scope);
  checkState(given.state, ['given', 'state'], scope);
  return { ...given, place: scope.source.keyPlace(['given']) };
}

/** Checks that RFC 6121 A.1 has a state of that name. */
export function checkState(state: string, path: Path, scope: Scope): void {
  const states: readonly string[] = scope.standards.tables.appendix.states.map(({ name }) => name);
  if (!states.includes(state)) scope.report(path, unknown('state', state, states, scope));
}

/** Names of the features a case needs, its own `needs` first; `reportedBy` is filled in when all files are read. */
export function readNeeds(scope: Scope): readonly Need[] {
  const { needs, establishes } = scope.file;
  const declared = typeof needs === 'string' ? [needs] : (needs ?? []);
  const special = scope.actors.map(({ account }) => account).filter((account) => !ORDINARY.includes(account));
  const hasRoster = scope.actors.some(({ sessions }) => sessions.some(({ roster }) => roster));
  const all = [
    ...declared,
    ...special.map((account) => `account:${account}`),
    ...(hasRoster ? ['roster-get'] : []),
    ...(scope.topology === 'remote' ? ['remote'] : []),
  ];
  return [...new Set(all)].filter((feature) => feature !== establishes).map((feature) => ({ feature }));
}

/** The account of an actor that is the remote domain itself, as its server or a service speaks. */
const DOMAIN = 'domain';

/** Accounts that no target has to set up. */
const ORDINARY: readonly string[] = ['fresh', 'absent', DOMAIN];

/** `no roster-version`: the case is for servers without the feature. */
const ABSENT = /^no (?=[a-z])/;

/** Checks the features that a file names itself. */
export function checkFeatures(scope: Scope): void {
  const { needs, establishes } = scope.file;
  const known = new Set([...scope.standards.requirements.values()].map(({ feature }) => feature));
  known.delete('none');
  known.add('remote');
  const check = (feature: string, path: readonly (string | number)[]) => {
    if (known.has(feature.replace(ABSENT, '')) || /^account:[a-z][a-z0-9-]*$/.test(feature)) return;
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

/** A session is connected before the first step, unless the first word about its connection is connect. */
function connectedAtStart(steps: AuthoredSteps): Connected {
  const first = new Map<string, boolean>();
  const walk = (list: AuthoredSteps): void => {
    for (const { connect, disconnect, drop, repeat } of list) {
      if (connect !== undefined && !first.has(connect)) first.set(connect, false);
      for (const leaving of [disconnect, drop]) {
        if (leaving !== undefined && !first.has(leaving)) first.set(leaving, true);
      }
      if (repeat !== undefined) walk(repeat.steps);
    }
  };
  walk(steps);
  return (session) => first.get(session) ?? true;
}

function checkAccount(actor: Actor, scope: Scope): void {
  const path = ['accounts', actor.name];
  if (!NAME.test(actor.account)) {
    scope.report(path, `expected fresh, absent, domain or the name of a special account, got "${show(actor.account)}"`);
  }
  if (actor.account === DOMAIN && !actor.isRemote)
    scope.report(
      path,
      `"${actor.name}" is the remote domain itself, so it must be a contact; write topologies: [remote]`,
    );
  if (actor.isRemote && !ORDINARY.includes(actor.account)) {
    scope.report(
      path,
      `"${actor.name}" is on the remote domain, so the target cannot set up its account "${actor.account}"`,
    );
  }
  if (actor.account !== 'absent' || actor.sessions.length === 0) return;
  scope.report(
    path,
    `the account of "${actor.name}" is absent, so it can have no sessions; write ${actor.name}: {} under "actors"`,
  );
}

function checkContacts(scope: Scope): void {
  const { contacts, topologies } = scope.file;
  if (contacts === undefined) return;
  for (const [index, contact] of contacts.entries()) checkActor(contact, ['contacts', index], scope);
  if (!topologies?.includes('remote'))
    scope.report(['contacts'], '"contacts" goes with topology remote; add it or remove them');
  if (scope.actors.every(({ name }) => contacts.includes(name)))
    scope.report(['contacts'], 'expected an actor besides the contacts, with an account on the server');
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
