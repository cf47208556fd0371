// The actors of a case and their sessions.

import type { Actor, SessionPlan } from '../model/case.ts';
import type { XmlElement } from '../model/xml.ts';
import { isElsewhere } from '../spec/sections.ts';
import { actorOf, CLIENT } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { show } from '../yaml/wrong-value.ts';
import type { AuthoredSteps, ScenarioFile } from './schema.ts';
import { NAME } from './schema-parts.ts';
import { type Cursor, checkActor, cursorAt, type RowScope } from './scope.ts';
import { INITIAL_PRESENCE, readStanza, SENT } from './stanza-text.ts';

type Settings = ScenarioFile['actors'][string][string];

/** The account of an actor that is the remote domain itself: a server or a service. */
const DOMAIN = 'domain';

/** Accounts that the target does not set up. */
export const ORDINARY_ACCOUNTS: readonly string[] = ['fresh', 'used', 'unused', 'absent', DOMAIN];

/** The presence of a session that does not exist in this row. */
const ABSENT = 'absent';

/** The steps of the set-up, then those of the case. */
export const allSteps = ({ setup = [], steps }: Pick<ScenarioFile, 'setup' | 'steps'>): AuthoredSteps => [
  ...setup,
  ...steps,
];

/** Names of all actors, including those that only "accounts" names. */
export function actorNames(file: ScenarioFile): readonly string[] {
  return [...new Set([...Object.keys(file.actors), ...Object.keys(file.accounts ?? {})])];
}

/** The sessions of the row: `juliet/balcony`. */
export function sessionRefs(file: ScenarioFile): readonly string[] {
  return refsWhere(file, ({ presence }) => presence !== ABSENT);
}

/** The sessions that the row leaves out. Steps that connect or end them are left out, too. */
export function absentSessions(file: ScenarioFile): ReadonlySet<string> {
  return new Set(refsWhere(file, ({ presence }) => presence === ABSENT));
}

function refsWhere({ actors }: ScenarioFile, isWanted: (settings: Settings) => boolean): readonly string[] {
  return Object.entries(actors).flatMap(([name, sessions]) =>
    Object.entries(sessions)
      .filter(([, settings]) => isWanted(settings))
      .map(([resource]) => `${name}/${resource}`),
  );
}

/** All actors of a row, in the order of the file. */
export function readActors(scope: RowScope): readonly Actor[] {
  const { file, topology } = scope;
  const here = cursorAt(scope);
  const names = actorNames(file);
  const contacts = file.contacts ?? names.slice(1);
  const isConnected = connectedAtStart(allSteps(file), contacts);
  // No wash finds what other specifications store: archives, lists of blocked users.
  const usual = isElsewhere(file.section ?? '') ? 'unused' : 'fresh';
  const actors = names.map((name): Actor => {
    const isContact = contacts.includes(name);
    const isRemote = topology === 'remote' && isContact;
    const isPeer = topology === 'federated' && isContact;
    const settings = Object.entries(own(file.actors, name) ?? {}).filter(([, { presence }]) => presence !== ABSENT);
    const sessions = settings.map(([resource, given]) => {
      const atStart = isConnected(`${name}/${resource}`);
      const session = readSession({ actor: name, resource, atStart }, given, here.at('actors', name, resource));
      return isRemote ? asRemote(session) : session;
    });
    return { name, account: own(file.accounts, name) ?? usual, isRemote, ...(isPeer && { isPeer }), sessions };
  });
  for (const actor of actors) checkAccount(actor, here.at('accounts', actor.name));
  checkContacts(names, here.at('contacts'));
  return actors;
}

interface SessionName {
  readonly actor: string;
  readonly resource: string;
  readonly atStart: boolean;
}

function readSession(
  { actor, resource: name, atStart }: SessionName,
  settings: Settings,
  here: Cursor<RowScope>,
): SessionPlan {
  if (name === CLIENT) return clientSession({ actor, atStart }, settings, here);
  if (settings.served !== undefined) here.at('served').report(scenarioMistake('servedElsewhere'));
  const { roster = true, answers = true, resource = name } = settings;
  const presence = readPresence(settings, here);
  const plan = { ref: `${actor}/${name}`, resource, roster, answers, atStart };
  return presence === undefined ? plan : { ...plan, presence };
}

/** The server's end of the stream of the client under test: what the client sends, nobody else answers. */
function clientSession(
  { actor, atStart }: Omit<SessionName, 'resource'>,
  { served }: Settings,
  here: Cursor<RowScope>,
): SessionPlan {
  if (here.scope.role === 'server') here.reportKey(scenarioMistake('clientReserved'));
  const roster = served?.roster?.map((one, at) => readStanza(one, SENT, here.at('served', 'roster', at)));
  const shown = served && { served: { ...(roster && { roster }), ...(served.without && { without: served.without }) } };
  return { ref: `${actor}/${CLIENT}`, resource: CLIENT, roster: false, answers: false, atStart, ...shown };
}

/** A remote session sends nothing automatically: its server is not under test. */
function asRemote({ presence: _, ...session }: SessionPlan): SessionPlan {
  return { ...session, roster: false, answers: false };
}

function readPresence({ presence = 'available', priority }: Settings, here: Cursor<RowScope>): XmlElement | undefined {
  if (presence === 'available') {
    const children = priority === undefined ? [] : [element('priority', NS.client, {}, [String(priority)])];
    return element('presence', NS.client, {}, children);
  }
  if (priority !== undefined) {
    const message =
      presence === 'none' ? scenarioMistake('priorityOfNone') : scenarioMistake('priorityNeeds', show(presence));
    here.at('priority').report(message);
  }
  return presence === 'none' ? undefined : readStanza(presence, INITIAL_PRESENCE, here.at('presence'));
}

/** The actor whose server a step restarts; undefined: none. */
export const restartedActor = (network: string | undefined): string | undefined =>
  /^restart (.*)$/.exec(network ?? '')?.[1];

/** A session is connected before the first step, unless the first step on its connection is "connect". A restart ends it, too. */
function connectedAtStart(steps: AuthoredSteps, contacts: readonly string[]): (ref: string) => boolean {
  const first = new Map<string, boolean>();
  const restarted = new Set<boolean>();
  for (const { connect, disconnect, drop, network } of steps) {
    const restart = restartedActor(network);
    if (restart !== undefined) restarted.add(contacts.includes(restart));
    if (connect !== undefined && !first.has(connect))
      first.set(connect, restarted.has(contacts.includes(actorOf(connect))));
    for (const ended of [disconnect, drop]) {
      if (ended !== undefined && !first.has(ended)) first.set(ended, true);
    }
  }
  return (ref) => first.get(ref) ?? true;
}

function checkAccount({ name, account, isRemote, isPeer, sessions }: Actor, { report }: Cursor<RowScope>): void {
  if (!NAME.test(account)) report(scenarioMistake('accountExpected', show(account)));
  if (account === DOMAIN && !isRemote) report(scenarioMistake('domainNoContact', name));
  if ((isRemote || isPeer) && !ORDINARY_ACCOUNTS.includes(account))
    report(scenarioMistake('specialElsewhere', name, account));
  if (account === ABSENT && sessions.length > 0) report(scenarioMistake('absentSessions', name));
}

function checkContacts(names: readonly string[], here: Cursor<RowScope>): void {
  const { contacts, topologies } = here.scope.file;
  if (contacts === undefined) return;
  for (const [index, contact] of contacts.entries()) checkActor(contact, here.at(index));
  if (topologies === undefined || topologies.every((topology) => topology === 'local'))
    here.report(scenarioMistake('contactsAlone'));
  if (names.every((name) => contacts.includes(name))) here.report(scenarioMistake('noUser'));
}

/** The entry of a map, not an inherited property. */
function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
