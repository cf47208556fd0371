// A server, the component of its remote domain, and pairs of a local user and a remote contact.

import { login, type TestClient } from './client.test-kit.ts';
import { joinComponent, type TestComponent } from './component.test-kit.ts';
import type { Mode } from './mode.ts';
import { useServer } from './server.test-kit.ts';
import type { ReferenceServer } from './server.ts';

export const SIDE = { domain: 'remote.localhost', secret: 's3cret' };

/** The stanzas that have arrived on both sides. */
interface Received {
  readonly user: readonly string[];
  readonly remote: readonly string[];
}

/** A user of the server, online as resource r, and a contact of the remote domain. */
export interface Pair {
  /** The local part of the user. */
  readonly name: string;
  /** The bare JID of the user. */
  readonly juliet: string;
  readonly client: TestClient;
  /** The bare JID of the contact. */
  readonly romeo: string;
  /** Returns what both sides have received after the user, or another client, has sent something. */
  settled(sender?: TestClient): Promise<Received>;
  /** Sends a stanza from the remote domain, from romeo when it has no `from`. Returns what both sides have received. */
  send(stanza: string): Promise<Received>;
}

interface Sides {
  readonly server: ReferenceServer;
  readonly component: TestComponent;
}

export interface Remote extends Sides {
  /** Makes a pair with that subscription; `name` is the local part of the user. */
  pair(subscription?: 'none' | 'to' | 'from' | 'both', name?: string): Promise<Pair>;
}

/** Starts a server and a component for the tests of a file, and stops them after the tests. */
export async function useRemote(mode?: Mode): Promise<Remote> {
  const special = { moved: { local: 'moved', password: 'pw-moved' } };
  const server = await useServer({ component: SIDE, special, mode });
  const sides = { server, component: await joinComponent(server, SIDE) };
  let count = 0;
  return {
    ...sides,
    async pair(subscription = 'none', name = `juliet${++count}`) {
      const pair = await makePair(sides, name);
      await subscribe(pair, subscription);
      return pair;
    },
  };
}

async function makePair({ server, component }: Sides, name: string): Promise<Pair> {
  const romeo = `friend-of-${name}@${SIDE.domain}`;
  const client = await login(server, `${name}/r`);
  return {
    name,
    romeo,
    client,
    juliet: `${name}@${server.domain}`,
    settled: async (sender = client) => {
      const user = await sender.fence();
      return { user, remote: await component.fence() };
    },
    send: async (stanza) => {
      component.send(stanza.includes(' from=') ? stanza : stanza.replace(/^<\w+/, `$& from="${romeo}"`));
      const remote = await component.fence();
      return { remote, user: await client.fence() };
    },
  };
}

async function subscribe({ client, juliet, romeo, settled, send }: Pair, subscription: string): Promise<void> {
  if (subscription === 'to' || subscription === 'both') {
    client.send(`<presence type="subscribe" to="${romeo}"/>`);
    await settled();
    await send(`<presence type="subscribed" to="${juliet}"/>`);
  }
  if (subscription === 'from' || subscription === 'both') {
    await send(`<presence type="subscribe" to="${juliet}"/>`);
    client.send(`<presence type="subscribed" to="${romeo}"/>`);
    await settled();
  }
}
