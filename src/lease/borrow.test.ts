import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { LendMany, Session, Wanted } from '../model/session.ts';
import { messageCase, place } from '../run/fake-session.test-kit.ts';
import { parseXml } from '../stanza/xml.ts';
import { borrow } from './borrow.ts';

const actor = (name: string, isPeer: boolean): Actor => ({
  name,
  account: 'fresh',
  isRemote: false,
  isPeer,
  sessions: [],
});
const aCase = messageCase({}, { actors: [actor('romeo', true), actor('juliet', false), actor('nurse', true)] });

/** Two servers, and what came back to each. */
function twoServers(refuses = false) {
  const returned: string[] = [];
  const session = { close: async () => void returned.push('session') } as Partial<Session> as Session;
  const sessions = new Map([['balcony', session]]);
  const lender =
    (domain: string): LendMany =>
    async (kinds) => {
      if (refuses && domain === 'b.test') throw new Error('no account');
      return kinds.map((_, at) => {
        const jid = `user${at}@${domain}`;
        const giveBack = async () => void returned.push(jid);
        return { account: { jid, password: '' }, sessions, giveBackClean: async () => undefined, giveBack };
      });
    };
  return { sides: { own: { lend: lender('a.test') }, peer: { lend: lender('b.test') } }, returned };
}

test('each server lends the accounts of its own actors, in the order of the case', async () => {
  const loans = await borrow(aCase, twoServers().sides, false);
  expect(loans.map(({ account }) => account.jid)).toEqual(['user0@b.test', 'user0@a.test', 'user1@b.test']);
});

test('where the second server lends nothing, the accounts of the first go back, and their sessions end', async () => {
  const { sides, returned } = twoServers(true);
  await expect(borrow(aCase, sides, false)).rejects.toThrow('no account');
  expect(returned).toEqual(['session', 'user0@a.test']);
});

/** Lends, and keeps what is asked for. */
function asking() {
  const asked: (readonly Wanted[] | undefined)[] = [];
  const lend: LendMany = async (kinds, wanted) => {
    asked.push(wanted);
    return kinds.map(() => ({
      account: { jid: 'user1@a.test', password: '' },
      giveBackClean: async () => undefined,
      giveBack: async () => undefined,
    }));
  };
  return { asked, lend };
}

test('no session of an earlier case stands for another one at a resource that a step addresses', async () => {
  const { asked, lend } = asking();
  const stanza = parseXml('<message to="${juliet}/garden" id="m"/>');
  const absent = messageCase({}, { steps: [{ kind: 'send', place, from: 'juliet/balcony', stanza }] });
  await borrow(absent, { own: { lend } }, false);
  expect(asked[0]?.[0]?.reserved.has('garden')).toBe(true);
});

test('no session of an earlier case stands for one whose resource another session of the case binds as well', async () => {
  const { asked, lend } = asking();
  const { actors } = messageCase({});
  const [juliet] = actors;
  const [balcony] = juliet!.sessions;
  const sessions = [
    { ...balcony!, roster: true },
    { ...balcony!, ref: 'juliet/again', atStart: false },
  ];
  await borrow(messageCase({}, { actors: [{ ...juliet!, sessions }] }), { own: { lend } }, false);
  expect(asked[0]?.[0]?.sessions).toMatchObject([{ resource: 'balcony', takesAnyResource: false }]);
});
