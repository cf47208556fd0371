// Scenes that two servers play together. What the clients of both see shows a rule that one of them breaks.

import type { Endpoint } from '../model/problem.ts';
import { bind, register, type TestClient } from './client.test-kit.ts';
import type { Fault } from './fault.ts';
import { type ReferenceServer, startReference } from './server.ts';

const [VERONA, MANTUA] = ['verona.localhost', 'mantua.localhost'];
const JULIET = `juliet@${VERONA}`;
const ROMEO = `romeo@${MANTUA}`;
const GET = '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>';

/** The sessions of the scenes: two users of the first server, two of the second. */
const SESSIONS = ['juliet/r', 'nurse/r', 'romeo/r', 'romeo/low', 'tybalt/r'] as const;
export type Session = (typeof SESSIONS)[number];

/** A stage: two servers, of which the first may have a fault, and what has been seen on it. */
class Stage {
  readonly #servers: readonly ReferenceServer[];
  readonly #clients = new Map<Session, TestClient>();
  readonly seen: string[] = [];

  constructor(servers: readonly ReferenceServer[]) {
    this.#servers = servers;
  }

  /** Sends stanzas of a session, and records what every session has received then. */
  async act(session: Session, stanzas: string): Promise<void> {
    this.#clientOf(session).send(stanzas);
    await this.settle(`${session} ${stanzas}`);
  }

  /** Logs in, and records what every session has received then. */
  async enter(session: Session, presence = '<presence/>'): Promise<void> {
    const client = await bind(this.#serverOf(session), session);
    this.#clients.set(session, client);
    this.seen.push(...(await client.ask(GET)).map((stanza) => `${session} logs in: ${session} ${plain(stanza)}`));
    await this.act(session, presence);
  }

  /** Loses the connection of a session. */
  async lose(session: Session): Promise<void> {
    const client = this.#clientOf(session);
    this.#clients.delete(session);
    client.send('</stream:stream>');
    await client.closed();
    await this.settle(`${session} leaves`);
  }

  /** Each session pings the other server twice: what goes there and back again has arrived. */
  async settle(event: string): Promise<void> {
    for (const _ of [1, 2]) {
      for (const [session, client] of this.#clients) {
        const other = this.#serverOf(session) === this.#servers[0] ? MANTUA : VERONA;
        const seen = await client.ask(`<iq type="get" to="${other}"><ping xmlns="urn:xmpp:ping"/></iq>`);
        this.seen.push(...seen.slice(0, -1).map((stanza) => `${event}: ${session} ${plain(stanza)}`));
      }
    }
  }

  #serverOf(session: Session): ReferenceServer {
    const [verona, mantua] = this.#servers;
    const server = ['juliet/r', 'nurse/r'].includes(session) ? verona : mantua;
    if (!server) throw new Error('expected two servers');
    return server;
  }

  #clientOf(session: Session): TestClient {
    const client = this.#clients.get(session);
    if (!client) throw new Error(`${session} is not logged in`);
    return client;
  }
}

/** A stanza without what is different each time. */
function plain(stanza: string): string {
  return stanza.replace(/(id|ver)="[0-9a-f]{8}-\d+"/g, '$1=""').replace(/stamp="[^"]+"/g, 'stamp=""');
}

const presence = (type: string, to: string) => `<presence type="${type}" to="${to}"/>`;
const message = (type: string, to: string, content = '<body>hi</body>') =>
  `<message type="${type}" to="${to}" id="${type}">${content}</message>`;
const request = (to: string, id: string) =>
  `<iq type="get" to="${to}" id="${id}"><query xmlns="urn:example:letters"/></iq>`;
const TYPES = ['normal', 'chat', 'groupchat', 'headline', 'error'] as const;

async function befriend(stage: Stage): Promise<void> {
  await stage.act('juliet/r', presence('subscribe', ROMEO));
  await stage.act('romeo/r', presence('subscribed', JULIET) + presence('subscribe', JULIET));
  await stage.act('juliet/r', presence('subscribed', ROMEO));
}

async function enterBoth(stage: Stage): Promise<void> {
  await stage.enter('juliet/r');
  await stage.enter('romeo/r');
}

/** Each user of one server subscribes to that of the other, and ends it, in all ways. */
async function subscribe(stage: Stage): Promise<void> {
  await enterBoth(stage);
  await befriend(stage);
  await stage.act('juliet/r', presence('unsubscribe', ROMEO));
  await stage.act('romeo/r', presence('unsubscribe', JULIET));
  await befriend(stage);
  await stage.act('juliet/r', presence('unsubscribed', ROMEO));
  await stage.act('romeo/r', presence('unsubscribed', JULIET));
  await stage.act('juliet/r', presence('subscribed', ROMEO));
  await stage.act('romeo/r', presence('subscribe', JULIET));
  await stage.act('romeo/r', presence('subscribed', JULIET));
  await stage.act('juliet/r', presence('subscribe', ROMEO));
  const item = (jid: string) => `<item jid="${jid}" subscription="remove"/>`;
  const remove = (jid: string) => `<iq type="set" id="x"><query xmlns="jabber:iq:roster">${item(jid)}</query></iq>`;
  await stage.act('juliet/r', remove(ROMEO));
  await befriend(stage);
  await stage.act('romeo/r', remove(JULIET));
}

/** Requests and approvals while the other user is offline. */
async function waiting(stage: Stage): Promise<void> {
  await stage.enter('juliet/r');
  await stage.act('juliet/r', `<presence type="subscribe" to="${ROMEO}"><status>hi</status></presence>`);
  await stage.enter('romeo/r');
  await stage.act('romeo/r', presence('unsubscribed', JULIET));
  await stage.lose('juliet/r');
  await stage.act('romeo/r', `<presence type="subscribe" to="${JULIET}"><status>hi</status></presence>`);
  await stage.enter('juliet/r');
  await stage.lose('romeo/r');
  await stage.act('juliet/r', presence('subscribed', ROMEO));
  await stage.enter('romeo/r');
}

/** Presence of friends: updates, further resources, probes, ends of all kinds. */
async function presences(stage: Stage): Promise<void> {
  await enterBoth(stage);
  await befriend(stage);
  const away = '<presence id="a"><show>away</show><status>out</status><priority>3</priority></presence>';
  await stage.act('juliet/r', away);
  await stage.act('romeo/r', away);
  await stage.enter('romeo/low', '<presence><priority>-1</priority></presence>');
  await stage.act('juliet/r', presence('probe', ROMEO) + presence('probe', `${ROMEO}/low`));
  await stage.act(
    'romeo/r',
    presence('probe', JULIET) + presence('probe', `${JULIET}/r`) + presence('probe', `${JULIET}/x`),
  );
  await stage.act('romeo/low', '<presence type="unavailable"><status>bye</status></presence>');
  await stage.act('juliet/r', '<presence type="unavailable"><status>bye</status></presence>');
  await stage.act('romeo/r', presence('probe', JULIET));
  await stage.act('juliet/r', '<presence/>');
  await stage.lose('juliet/r');
  await stage.enter('juliet/r');
  await stage.lose('romeo/r');
  await stage.enter('romeo/r');
}

/** Directed presence among strangers. */
async function directed(stage: Stage): Promise<void> {
  await enterBoth(stage);
  await stage.enter('tybalt/r');
  const tybalt = `tybalt@${MANTUA}/r`;
  await stage.act('juliet/r', `<presence to="${tybalt}" id="d"><show>dnd</show></presence>`);
  await stage.act('juliet/r', `<presence to="${ROMEO}"/><presence to="${ROMEO}/x"/>`);
  await stage.act('juliet/r', '<presence id="u"><show>xa</show></presence>');
  await stage.act('tybalt/r', presence('probe', `${JULIET}/r`) + request(`${JULIET}/r`, 'q'));
  await stage.act('juliet/r', presence('unavailable', ROMEO));
  await stage.act('romeo/r', `<presence to="${JULIET}/r"/><presence to="nobody@${VERONA}"/>`);
  await stage.act('romeo/r', presence('unavailable', `${JULIET}/r`));
  await stage.act('tybalt/r', `<presence to="${JULIET}"><show>dnd</show></presence>`);
  await stage.lose('tybalt/r');
  await stage.lose('juliet/r');
}

/** Messages of all types to all kinds of addresses, in both directions. */
async function messages(stage: Stage): Promise<void> {
  await enterBoth(stage);
  await stage.enter('romeo/low', '<presence><priority>-1</priority></presence>');
  const content = '<subject>s</subject><body xml:lang="de">hi</body><thread>t</thread><x xmlns="urn:x"><y/></x>';
  for (const type of TYPES) {
    for (const to of [ROMEO, `${ROMEO}/r`, `${ROMEO}/low`, `${ROMEO}/x`, `nobody@${MANTUA}`]) {
      await stage.act('juliet/r', message(type, to, content));
    }
    for (const to of [JULIET, `${JULIET}/r`, `${JULIET}/x`, `nobody@${VERONA}`, `nobody@${VERONA}/x`, VERONA]) {
      await stage.act('romeo/r', message(type, to, content));
    }
  }
  await stage.act('romeo/r', [`${JULIET}/r`, JULIET, `${JULIET}/r`].map((to) => message('chat', to)).join(''));
}

/** Messages to a user who is offline, in both directions. */
async function offline(stage: Stage): Promise<void> {
  await stage.enter('romeo/r');
  for (const type of TYPES) await stage.act('romeo/r', message(type, JULIET) + message(type, `${JULIET}/x`));
  await stage.enter('juliet/r', '<presence><priority>-1</priority></presence>');
  for (const type of TYPES) await stage.act('romeo/r', message(type, JULIET));
  await stage.act('juliet/r', '<presence/>');
  await stage.lose('romeo/r');
  for (const type of TYPES) await stage.act('juliet/r', message(type, ROMEO));
  await stage.enter('romeo/r');
}

/** IQ requests and answers among friends and strangers, to users and to servers. */
async function requests(stage: Stage): Promise<void> {
  await enterBoth(stage);
  await stage.enter('tybalt/r');
  await stage.act('tybalt/r', request(JULIET, '1') + request(`${JULIET}/r`, '2') + request(`${JULIET}/x`, '3'));
  await stage.act('tybalt/r', request(VERONA, '4') + request(`nobody@${VERONA}`, '5') + request(`${VERONA}/x`, '6'));
  await stage.act('tybalt/r', `<iq type="get" id="7" to="${JULIET}"><query xmlns="jabber:iq:roster"/></iq>`);
  await befriend(stage);
  await stage.act('romeo/r', request(`${JULIET}/r`, '8') + request(JULIET, '9'));
  await stage.act('juliet/r', `<iq type="result" to="${ROMEO}/r" id="8"/>`);
  await stage.act('juliet/r', request(`${ROMEO}/r`, '10'));
  await stage.act('romeo/r', `<iq type="result" to="${JULIET}/r" id="10"/><iq type="error" to="${JULIET}/r" id="11"/>`);
  await stage.act(
    'romeo/r',
    `<iq type="result" to="${JULIET}" id="12"/><presence type="probe" to="nobody@${VERONA}"/>`,
  );
}

/** What one session has seen. */
export function seenBy(session: Session, seen: readonly string[]): readonly string[] {
  return seen.filter((line) => line.includes(`: ${session} <`));
}

/** All scenes by name. */
export const SCENES = { subscribe, waiting, presences, directed, messages, offline, requests };

export type SceneName = keyof typeof SCENES;

/** Plays a scene on two servers. Returns what the clients of both have seen. */
export async function play(scene: SceneName, fault?: Fault): Promise<readonly string[]> {
  const addresses = new Map<string, Endpoint>();
  const start = async (domain: string, own?: Fault) => {
    const server = await startReference({ domain, fault: own, s2s: { servers: addresses } });
    addresses.set(domain, { host: server.host, port: server.s2sPort ?? 0 });
    return server;
  };
  const servers = [await start(VERONA, fault), await start(MANTUA)] as const;
  try {
    for (const name of ['juliet', 'nurse']) await register(servers[0], name);
    for (const name of ['romeo', 'tybalt']) await register(servers[1], name);
    const stage = new Stage(servers);
    await SCENES[scene](stage);
    return stage.seen;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
