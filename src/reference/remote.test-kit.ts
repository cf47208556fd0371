// A server, the component that plays its remote domain, and people on both sides, for the tests of this room.

import { afterAll, beforeAll } from 'vitest';
import { joinComponent, login, type TestClient, type TestComponent } from './client.test-kit.ts';
import { type ReferenceServer, startReference } from './server.ts';

export const SIDE = { domain: 'remote.localhost', secret: 's3cret' };

/** What has arrived on both sides. */
interface Seen {
  readonly user: readonly string[];
  readonly remote: readonly string[];
}

/** A user of the server and a contact of the remote domain. */
export interface Meeting {
  /** Local part, bare JID, and client of the user, online as resource r. */
  readonly name: string;
  readonly juliet: string;
  readonly client: TestClient;
  /** Bare JID of the contact. */
  readonly romeo: string;
  /** What both sides have received after the user (or another resource of hers) has said something. */
  settled(speaker?: TestClient): Promise<Seen>;
  /** Sends a stanza of the remote domain, from romeo where it does not say; returns what both sides have received. */
  say(stanza: string): Promise<Seen>;
}

export interface Remote {
  readonly server: ReferenceServer;
  readonly component: TestComponent;
  /** Two who have never met, brought into a subscription; `name` is the user's local part. */
  meet(subscription?: 'none' | 'to' | 'from' | 'both', name?: string): Promise<Meeting>;
}

type Sides = Pick<Remote, 'server' | 'component'>;

/** Starts a server and a component for all tests of a file. */
export function useRemote(): Remote {
  let started: Sides | undefined;
  let count = 0;
  beforeAll(async () => {
    const special = { moved: { local: 'moved', password: 'pw-moved' } };
    const server = await startReference({ component: SIDE, special });
    started = { server, component: await joinComponent(server, SIDE) };
  });
  afterAll(() => started?.server.stop());
  const running = () => {
    if (started === undefined) throw new Error('the server runs only while tests do');
    return started;
  };
  return {
    get server() {
      return running().server;
    },
    get component() {
      return running().component;
    },
    async meet(subscription = 'none', name = `juliet${++count}`) {
      const meeting = await bringTogether(running(), name);
      await subscribe(meeting, subscription);
      return meeting;
    },
  };
}

async function bringTogether({ server, component }: Sides, name: string): Promise<Meeting> {
  const romeo = `friend-of-${name}@${SIDE.domain}`;
  const client = await login(server, `${name}/r`);
  return {
    name,
    romeo,
    client,
    juliet: `${name}@${server.domain}`,
    settled: async (speaker = client) => {
      const user = await speaker.fence();
      return { user, remote: await component.fence() };
    },
    say: async (stanza) => {
      const isSigned = stanza.includes(' from=');
      component.send(isSigned ? stanza : stanza.replace(/^<\w+/, `$& from="${romeo}"`));
      const remote = await component.fence();
      return { remote, user: await client.fence() };
    },
  };
}

async function subscribe({ client, juliet, romeo, settled, say }: Meeting, subscription: string): Promise<void> {
  if (subscription === 'to' || subscription === 'both') {
    client.send(`<presence type="subscribe" to="${romeo}"/>`);
    await settled();
    await say(`<presence type="subscribed" to="${juliet}"/>`);
  }
  if (subscription === 'from' || subscription === 'both') {
    await say(`<presence type="subscribe" to="${juliet}"/>`);
    client.send(`<presence type="subscribed" to="${romeo}"/>`);
    await settled();
  }
}
