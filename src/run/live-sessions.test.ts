import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { isExpired } from '../wording/problems.ts';
import { createConnect } from '../xmpp/connect.ts';
import { PASSWORD, type Rule, startFakeServer } from '../xmpp/fake-server.test-kit.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import { Known } from './facts.ts';
import { fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';
import { Waits } from './waits.ts';

const PINGED: Rule = [/<iq [^>]*id="([^"]*)"[^>]*><ping [^>]*><\/iq>/, ([, id]) => `<iq type='result' id='${id}'/>`];
/** Ends the stream whose session sends a message. */
const ENDS: Rule = [/<message [^>]*>/, (_, { socket }) => void socket.end('</stream:stream>')];

/** Bounds what is answered, in milliseconds: longer than any machine stalls. */
const ANSWER_MS = 60_000;

/** Waits only this long, in milliseconds, for a stanza that never comes. */
class ShortWaits extends Waits {
  readonly #absent: Waits;

  constructor(absentMs: number) {
    const shared = { known: new Known(), isTimeout: isExpired };
    super({ ...shared, timeoutMs: ANSWER_MS });
    this.#absent = new Waits({ ...shared, timeoutMs: absentMs });
  }

  override wait<T>(...[kind, facts, attempt]: Parameters<Waits['wait']>): Promise<T> {
    const wait = (timeoutMs: number) => attempt(timeoutMs) as Promise<T>;
    return kind === 'stanza-after-drop' ? this.#absent.wait(kind, facts, wait) : super.wait(kind, facts, wait);
  }
}

/** Live sessions of juliet at a fake server: each `connect` is of the same account. */
async function environmentAt(rules: readonly Rule[]) {
  const server = await startFakeServer({ mechanisms: ['PLAIN'], rules });
  const account = { jid: 'juliet@localhost', password: PASSWORD };
  const env = fakeEnvironment(
    {},
    {
      connect: createConnect(server.address, new OpenStreams()),
      lend: async (kinds) =>
        kinds.map(() => ({ account, giveBackClean: async () => undefined, giveBack: async () => undefined })),
      waits: new ShortWaits(300),
      timeoutMs: ANSWER_MS,
    },
  );
  return { server, env };
}

const [juliet] = messageCase({}).actors;
const [balcony, chamber] = juliet!.sessions;
const garden = { ...chamber!, ref: 'juliet/garden', resource: 'garden' };
const [, expectStep] = messageCase({ sessions: [receives('juliet/garden', ['<presence/>'])] }).steps;

test('a session whose stream has ended does not keep the wait after a drop busy', async () => {
  const { server, env } = await environmentAt([PINGED, ENDS]);
  const aCase = messageCase(
    {},
    {
      actors: [{ ...juliet!, sessions: [balcony!, chamber!, garden] }],
      steps: [
        { kind: 'send', place, from: 'juliet/chamber', stanza: parseXml('<message id="end"/>') },
        { kind: 'drop', place, session: 'juliet/balcony' },
        expectStep!,
      ],
    },
  );
  const { result, cleanup } = await lookAt(aCase, env);
  expect(result).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'fence-lost', session: 'juliet/chamber', after: expect.stringContaining('<message id="end.') },
  });
  await cleanup;
  await server.stop();
});

test('a flood breaks the case with the limit as the reason, and ends the session', async () => {
  const flood: Rule = [/<message [^>]*>/, () => '<message/>'.repeat(50_000)];
  const { server, env } = await environmentAt([PINGED, flood]);
  const send = { kind: 'send', place, from: 'juliet/chamber', stanza: parseXml('<message id="m"/>') } as const;
  const aCase = messageCase(
    {},
    { actors: [{ ...juliet!, sessions: [balcony!, chamber!] }], steps: [send, expectStep!] },
  );
  const { result, cleanup } = await lookAt(aCase, env);
  expect(result).toMatchObject({
    outcome: 'broken',
    reason: {
      kind: 'limit-exceeded',
      session: 'juliet/chamber',
      cause: { kind: 'flooded', unit: 'stanzas', limit: 1000 },
    },
  });
  expect(result.requirements).toEqual([]);
  await cleanup;
  await server.stop();
});
