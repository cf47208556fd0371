// The reference server with another server: subscriptions, presence and messages in both directions.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import { describeInstalled } from './describe-server.test-kit.ts';
import { type LaunchedPair, launchPair } from './launch-pair.ts';
import { logIn, register } from './sessions.test-kit.ts';

/** A slow server needs seconds for the first connection. */
const TIMEOUT_MS = 20_000;

interface User {
  readonly jid: string;
  readonly session: Session;
}

/** A user of a server, who is online with the resource x. */
async function makeUser(side: LaunchedPair['target'], name: string): Promise<User> {
  const account = await register(side, name);
  const session = await logIn(side, account);
  await session.request(
    parseXml('<iq type="get" id="roster"><query xmlns="jabber:iq:roster"/></iq>'),
    'step',
    TIMEOUT_MS,
  );
  await session.send(parseXml('<presence/>'), 'step');
  return { jid: account.jid, session };
}

const send = ({ session }: User, stanza: string) => session.send(parseXml(stanza), 'step');

/** Resolves when presence or a message from another user has that type; `available` and `normal` are types. */
async function arrivalOf({ session }: User, { jid: from }: User, type: string): Promise<void> {
  const isIt = (sender = '', found = '') => sender.startsWith(from) && found === type;
  const hasCome = () =>
    session.inbox.some(({ name, attrs }) =>
      isIt(attrs['from'], attrs['type'] ?? (name === 'presence' ? 'available' : 'normal')),
    );
  await session.arrival(hasCome, TIMEOUT_MS);
}

/** One user subscribes to the presence of the other. */
async function subscribe(user: User, contact: User): Promise<void> {
  await send(user, `<presence type="subscribe" to="${contact.jid}"/>`);
  await arrivalOf(contact, user, 'subscribe');
  await send(contact, `<presence type="subscribed" to="${user.jid}"/>`);
  await arrivalOf(user, contact, 'subscribed');
  await arrivalOf(user, contact, 'available');
}

function describePair(body: () => Promise<LaunchedPair>): void {
  let pair: LaunchedPair | undefined;
  beforeAll(async () => {
    pair = await body();
  });
  afterAll(async () => {
    await Promise.all([pair?.target.stop(), pair?.peer.stop()]);
  });
  test('users of both subscribe to each other, send messages, and leave', { timeout: 2 * TIMEOUT_MS }, async () => {
    if (pair === undefined) throw new Error('the pair is not running');
    const [juliet, romeo] = [await makeUser(pair.target, 'juliet'), await makeUser(pair.peer, 'romeo')];
    await subscribe(juliet, romeo);
    await subscribe(romeo, juliet);
    await send(juliet, `<message type="chat" to="${romeo.jid}"><body>hi</body></message>`);
    await arrivalOf(romeo, juliet, 'chat');
    await send(romeo, `<message type="chat" to="${juliet.jid}/x"><body>hi</body></message>`);
    await arrivalOf(juliet, romeo, 'chat');
    await send(juliet, '<presence type="unavailable"/>');
    await arrivalOf(romeo, juliet, 'unavailable');
    await romeo.session.close(TIMEOUT_MS);
    await send(juliet, '<presence/>');
    expect(juliet.session.ended).toBeUndefined();
    await juliet.session.close(TIMEOUT_MS);
  });
}

describe('reference with reference', () => describePair(() => launchPair(['reference', 'reference'])));

for (const name of ['prosody', 'ejabberd', 'jabberd2'] as const) {
  describeInstalled(name, () => {
    describe('as the peer', () => describePair(() => launchPair(['reference', name])));
    describe('with the reference server as the peer', () => describePair(() => launchPair([name, 'reference'])));
  });
}
