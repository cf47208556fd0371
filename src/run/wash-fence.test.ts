import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { Session } from '../model/session.ts';
import { element, NS } from '../stanza/xml.ts';
import { fakeEnvironment } from './fake-session.test-kit.ts';
import { washFence } from './fence.ts';

const actor = (name: string, isPeer: boolean): Actor => ({
  name,
  account: 'fresh',
  isRemote: false,
  isPeer,
  sessions: [],
});
const federated = { actors: [actor('juliet', false), actor('romeo', true)] };

/** Two servers, and the pings that sessions on them send. A server answers for one that it has not reached. */
function twoServers({ hasSpare = true, isReached = true } = {}) {
  const pings: string[] = [];
  const session = (jid: string): Session => {
    const request: Session['request'] = async ({ attrs: { to = '', id = '' } }) => {
      pings.push(`${jid} ${to}`);
      if (isReached || jid.includes(`@${to}`)) return element('iq', NS.client, { type: 'result', id });
      const condition = element('remote-server-timeout', NS.stanzas);
      return element('iq', NS.client, { type: 'error', id }, [
        element('error', NS.client, { type: 'wait' }, [condition]),
      ]);
    };
    return { jid, ended: undefined, request } as Partial<Session> as Session;
  };
  const spare = hasSpare ? session('spare@b.test/fence') : undefined;
  const peer = { ...fakeEnvironment({}), domain: 'B.test', fenceSession: spare };
  const env = { ...fakeEnvironment({}), domain: 'a.test', peer };
  return { env, pings, session };
}

test('a wash on one server needs no fence between servers', () => {
  const { env } = twoServers();
  expect(washFence({ actors: [actor('juliet', false)] }, env).cross).toBe(undefined);
});

test('a user of each server pings the other one twice, and every session its own', async () => {
  const { env, pings, session } = twoServers();
  await washFence(federated, env).cross?.([session('juliet@a.test/balcony'), session('romeo@b.test/orchard')]);
  const across = ['juliet@a.test/balcony B.test', 'romeo@b.test/orchard a.test'];
  const own = ['juliet@a.test/balcony a.test', 'romeo@b.test/orchard B.test'];
  expect(pings).toEqual([...across, ...own, ...across, ...own]);
});

test('where no account of a server is washed, a session of no case pings from there', async () => {
  const { env, pings, session } = twoServers();
  await washFence(federated, env).cross?.([session('juliet@a.test/balcony')]);
  expect(pings.filter((ping) => ping === 'spare@b.test/fence a.test')).toHaveLength(2);
});

test.each([
  ['no session can ping from a server', { hasSpare: false }],
  ['a server has not reached the other one', { isReached: false }],
])('the crossing is not proven where %s', async (_, options) => {
  const { env, session } = twoServers(options);
  await expect(washFence(federated, env).cross?.([session('juliet@a.test/balcony')])).rejects.toThrow();
});
