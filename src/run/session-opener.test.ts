import { expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';
import { fakeConnect, fakeEnvironment, messageCase } from './fake-session.test-kit.ts';
import { runCase } from './run-case.ts';

const [juliet] = messageCase({}).actors;
const [balcony, chamber] = juliet!.sessions;
const lasting = { ...balcony!, roster: true, presence: parseXml('<presence/>') };
const account = { jid: 'juliet@fake.localhost', password: '' };

interface Lent {
  /** The resource of the session that comes with the account. */
  readonly resource?: string;
  readonly hasEnded?: boolean;
  readonly isPatient?: boolean;
}

/** Plays a case of juliet whose account comes with an open session: what it asked for, and which sessions it logged in. */
async function play({ resource = 'balcony', hasEnded = false, isPatient = false }: Lent) {
  const fake = fakeConnect({});
  const login = { account, resource, answers: true, timeoutMs: 10, record: () => undefined };
  const session: Session = await fake(login);
  if (hasEnded) await session.close(10);
  const asked: unknown[] = [];
  const logins: string[] = [];
  const lend: Environment['lend'] = async (_, resources) => {
    asked.push(resources);
    return [{ account, sessions: [session], giveBack: async () => undefined }];
  };
  const connect: Environment['connect'] = (options) => {
    logins.push(options.resource);
    return fake(options);
  };
  const aCase = messageCase({}, { actors: [{ ...juliet!, sessions: [lasting, chamber!] }] });
  const { result, cleanup } = await runCase(aCase, fakeEnvironment({}, { lend, connect }), { isPatient });
  await cleanup;
  return { outcome: result.outcome, asked, logins, isOpen: session.ended === undefined };
}

test('an ordinary session of a case is that of an earlier case, if there is one', async () => {
  expect(await play({})).toMatchObject({ outcome: 'passed', asked: [[['balcony']]], logins: ['chamber'] });
});

test.each<[string, Lent]>([
  ['at another resource', { resource: 'garden' }],
  ['that has ended', { hasEnded: true }],
])('a session %s is not used, and ends', async (_, lent) => {
  const played = await play(lent);
  expect([played.outcome, [...played.logins].sort(), played.isOpen]).toEqual(['passed', ['balcony', 'chamber'], false]);
});

test('a further look asks for no session of an earlier case', async () => {
  expect((await play({ isPatient: true })).asked).toEqual([[[]]]);
});
