import { expect, test } from 'vitest';
import type { Session, Wanted } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';
import { fakeConnect, fakeEnvironment, messageCase, place } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const [juliet] = messageCase({}).actors;
const [balcony, chamber] = juliet!.sessions;
const silent = { ...balcony!, roster: true };
const lasting = { ...silent, presence: parseXml('<presence/>') };
const account = { jid: 'juliet@fake.localhost', password: '' };

interface Lent {
  /** The resource of the session that comes with the account, for the one at the balcony. */
  readonly resource?: string;
  readonly hasEnded?: boolean;
  readonly isPatient?: boolean;
  /** What a message of the case says. */
  readonly text?: string;
  /** Sessions that the case connects again. */
  readonly again?: readonly string[];
  /** The resource that the ordinary session of the case asks for. */
  readonly name?: string;
  readonly isSilent?: boolean;
}

const wanted = (resource: string) => ({
  sessions: [{ resource, isSilent: false, takesAnyResource: true }],
  reserved: expect.any(Set),
});

/** Plays a case of juliet whose account comes with an open session: what it asked for, which sessions it logged in, and what it said. */
async function play({ resource = 'balcony', hasEnded = false, isPatient = false, ...changes }: Lent) {
  const { text = '', again = [], name = 'balcony', isSilent = false } = changes;
  const sent: unknown[] = [];
  const fake = fakeConnect({ onSend: (_, { name, children }) => name === 'message' && sent.push(...children) });
  const login = { account, resource, answers: true, timeoutMs: 10, record: () => undefined };
  const session: Session = await fake(login);
  if (hasEnded) await session.close(10);
  const asked: (readonly Wanted[])[] = [];
  const logins: string[] = [];
  const lend: Environment['lend'] = async (_, wanted) => {
    asked.push(wanted ?? []);
    return [
      {
        account,
        sessions: new Map([['balcony', session]]),
        giveBackClean: async () => undefined,
        giveBack: async () => undefined,
      },
    ];
  };
  const connect: Environment['connect'] = (options) => {
    logins.push(options.resource);
    return fake(options);
  };
  const plan = { ...(isSilent ? silent : lasting), resource: name, ref: `juliet/${name}` };
  const steps: Step[] = [
    { kind: 'send', place, from: 'juliet/chamber', stanza: parseXml(`<message>${text}</message>`) },
  ];
  for (const session of again) steps.push({ kind: 'disconnect', place, session }, { kind: 'connect', place, session });
  const aCase = messageCase({}, { actors: [{ ...juliet!, sessions: [plan, chamber!] }], steps });
  const { result, cleanup } = await lookAt(aCase, fakeEnvironment({}, { lend, connect }), { isPatient });
  await cleanup;
  return { outcome: result.outcome, asked, logins, sent };
}

test('an ordinary session of a case is that of an earlier case, if there is one', async () => {
  const played = await play({});
  expect(played).toMatchObject({ outcome: 'passed', asked: [[wanted('balcony')]], logins: ['chamber'] });
  expect(played.asked[0]?.[0]?.reserved.has('chamber')).toBe(true);
});

test('a session that has ended is not used', async () => {
  const { outcome, logins } = await play({ hasEnded: true });
  expect([outcome, [...logins].sort()]).toEqual(['passed', ['balcony', 'chamber']]);
});

test('a session of an earlier case may be bound to another resource, which stands for the one that the case names', async () => {
  const { outcome, logins, sent } = await play({ resource: 'garden', text: '${juliet/balcony}' });
  expect([outcome, logins, sent]).toEqual(['passed', ['chamber'], ['juliet@fake.localhost/garden']]);
});

test.each([
  ['a stanza holds it', { text: '${juliet}/balcony' }],
  ['the session is connected again', { again: ['juliet/balcony'] }],
  ['it is unusual', { name: 'Balkon 2' }],
])('only a session at the resource that a case names will do where %s', async (_, changes) => {
  const { asked } = await play(changes);
  expect(asked).toMatchObject([[{ sessions: [{ takesAnyResource: false }] }]]);
});

test('a session without presence must not have sent any', async () => {
  const { asked } = await play({ isSilent: true });
  expect(asked).toMatchObject([[{ sessions: [{ resource: 'balcony', isSilent: true }] }]]);
});

test('a further look asks for no session of an earlier case', async () => {
  expect((await play({ isPatient: true })).asked).toEqual([[{ sessions: [], reserved: new Set(), opens: 2 }]]);
});
