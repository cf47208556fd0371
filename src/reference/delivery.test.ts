import { describe, expect, test } from 'vitest';
import {
  type DeliveryCondition,
  type DeliveryOutcome,
  type DeliveryRow,
  loadDeliveryTable,
  MESSAGE_TYPES,
} from '../spec/delivery-table.ts';
import { bind, login, register, type TestClient } from './client.test-kit.ts';
import { joinComponent } from './component.test-kit.ts';
import { SIDE } from './remote.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import type { ReferenceServer } from './server.ts';
import { messageIdsIn } from './stanza-text.test-kit.ts';

/** The resources of a condition, by name, with their presence. One with a negative priority is among them. */
const RESOURCES: Readonly<Record<DeliveryCondition, Readonly<Record<string, string>>>> = {
  'no-account': {},
  'no-active-resource': { idle: '' },
  'negative-only': { negative: '<presence><priority>-1</priority></presence>' },
  'one-non-negative': { one: '<presence/>', negative: '<presence><priority>-1</priority></presence>' },
  'several-non-negative': {
    high: '<presence><priority>5</priority></presence>',
    low: '<presence/>',
    negative: '<presence><priority>-1</priority></presence>',
  },
};

/** The receivers when the most available resource, or all resources, receive a message. */
const REACHED: Readonly<Record<DeliveryCondition, { readonly M: string; readonly A: string }>> = {
  'no-account': { M: 'none', A: 'none' },
  'no-active-resource': { M: 'idle', A: 'idle' },
  'negative-only': { M: 'negative', A: 'negative' },
  'one-non-negative': { M: 'one', A: 'one' },
  'several-non-negative': { M: 'high', A: 'high and low' },
};

/** The resource of a matching full JID: never the most available one. */
const NAMED: Readonly<Record<string, string>> = {
  'negative-only/full-match': 'negative',
  'one-non-negative/full-match': 'negative',
  'several-non-negative/full-match': 'low',
};

/** The receivers of a message with that outcome. */
function receiversFor(outcome: DeliveryOutcome, { id, condition }: DeliveryRow): string {
  if (outcome === 'E') return 'error';
  if (outcome === 'S') return 'none';
  if (outcome === 'O') return condition === 'no-account' ? 'none' : 'later';
  return outcome === 'D' ? (NAMED[id] ?? REACHED[condition].M) : REACHED[condition][outcome];
}

interface Sender {
  readonly client: TestClient;
  readonly jid: string;
}

/** Sends messages of all types for one row. Returns the receivers by type. */
async function observe(server: ReferenceServer, row: DeliveryRow, sender: Sender): Promise<Record<string, string>> {
  const account = row.id.replace('/', '-');
  const receivers = await arrange(server, account, row.condition);
  const resource = row.to === 'bare' ? '' : `/${NAMED[row.id] ?? 'nowhere'}`;
  for (const type of MESSAGE_TYPES) {
    const to = `${account}@${server.domain}${resource}`;
    sender.client.send(`<message id="${type}" type="${type}" from="${sender.jid}" to="${to}"/>`);
  }
  const received: [name: string, ids: readonly string[]][] = [['error', messageIdsIn(await sender.client.fence())]];
  for (const [name, client] of receivers) received.push([name, messageIdsIn(await client.fence())]);
  if (row.condition !== 'no-account') {
    received.push(['later', messageIdsIn(await (await bindLate(server, account)).fence())]);
  }
  const namesOf = (type: string) => received.flatMap(([name, ids]) => ids.filter((id) => id === type).map(() => name));
  return Object.fromEntries(MESSAGE_TYPES.map((type) => [type, namesOf(type).join(' and ') || 'none']));
}

async function arrange(server: ReferenceServer, account: string, condition: DeliveryCondition) {
  const receivers = new Map<string, TestClient>();
  if (condition !== 'no-account') await register(server, account);
  for (const [name, presence] of Object.entries(RESOURCES[condition])) {
    const client = await bind(server, `${account}/${name}`);
    client.send(presence);
    await client.fence();
    receivers.set(name, client);
  }
  return receivers;
}

async function bindLate(server: ReferenceServer, account: string): Promise<TestClient> {
  const client = await bind(server, `${account}/late`);
  client.send('<presence/>');
  return client;
}

const rows = loadDeliveryTable();
const everyCell = (outcome: DeliveryOutcome) =>
  Object.fromEntries(rows.flatMap(({ id }) => MESSAGE_TYPES.map((type) => [`${id}/${type}`, outcome])));

async function senderOn(server: ReferenceServer, side: 'local' | 'remote'): Promise<Sender> {
  if (side === 'remote') return { client: await joinComponent(server, SIDE), jid: `romeo@${SIDE.domain}/r` };
  return { client: await login(server, 'sender/r'), jid: `sender@${server.domain}/r` };
}

describe.each(['local', 'remote'] as const)('a %s sender', async (side) => {
  const server = await useServer({ component: SIDE });
  const sender = await senderOn(server, side);

  test.each(rows)('receives a permitted outcome in row $id', async (row) => {
    const seen = await observe(server, row, sender);
    for (const type of MESSAGE_TYPES) {
      expect(row.allowed[type].map((outcome) => receiversFor(outcome, row))).toContain(seen[type]);
    }
  });
});

describe.each(['O', 'E', 'S', 'D', 'M', 'A'] as const)(
  'a server with the outcome %s in every cell',
  async (outcome) => {
    const server = await useServer({ fault: { delivery: everyCell(outcome) } });
    const sender = await senderOn(server, 'local');

    test.each(rows)('has that outcome in row $id for every type', async (row) => {
      const seen = await observe(server, row, sender);
      expect(seen).toEqual(Object.fromEntries(MESSAGE_TYPES.map((type) => [type, receiversFor(outcome, row)])));
    });
  },
);

const oneCell = await useServer({ fault: { delivery: { 'one-non-negative/bare/chat': 'E' } } });

test('the outcome of one cell does not change the others', async () => {
  const sender = await senderOn(oneCell, 'local');
  const row = rows.find(({ id }) => id === 'one-non-negative/bare')!;
  const seen = await observe(oneCell, row, sender);
  expect(seen).toMatchObject({ chat: 'error', normal: 'one', headline: 'one' });
});

const server = await useServer({ component: SIDE });

test('any message to a full JID reaches a connected resource that is not available', async () => {
  const sender = await senderOn(server, 'remote');
  const receiver = (await arrange(server, 'quiet', 'no-active-resource')).get('idle')!;
  for (const type of MESSAGE_TYPES) {
    sender.client.send(`<message id="${type}" type="${type}" from="${sender.jid}" to="quiet@${server.domain}/idle"/>`);
  }
  expect(await sender.client.fence()).toEqual([]);
  expect(messageIdsIn(await receiver.fence())).toEqual(MESSAGE_TYPES);
});

test('of resources with the same priority the last by name receives a message to the bare JID', async () => {
  const sender = await senderOn(server, 'local');
  await register(server, 'twins');
  const twins = [await bind(server, 'twins/a'), await bind(server, 'twins/b')];
  for (const twin of twins) {
    twin.send('<presence/>');
    await twin.fence();
  }
  sender.client.send(`<message id="m" to="twins@${server.domain}"/>`);
  await sender.client.fence();
  expect([messageIdsIn(await twins[0]!.fence()), messageIdsIn(await twins[1]!.fence())]).toEqual([[], ['m']]);
});
