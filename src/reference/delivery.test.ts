import { afterAll, describe, expect, test } from 'vitest';
import {
  type DeliveryCondition,
  type DeliveryOutcome,
  type DeliveryRow,
  loadDeliveryTable,
  MESSAGE_TYPES,
} from '../spec/delivery-table.ts';
import { bind, joinComponent, login, register, type TestClient } from './client.test-kit.ts';
import { SIDE } from './remote.test-kit.ts';
import { type ReferenceServer, startReference } from './server.ts';

/** Resources, by name, with their presence; a negative one stands beside each set of others. */
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

/** Who is reached where the most available resource is meant, and where all are. */
const REACHED: Readonly<Record<DeliveryCondition, { readonly M: string; readonly A: string }>> = {
  'no-account': { M: 'nobody', A: 'nobody' },
  'no-active-resource': { M: 'idle', A: 'idle' },
  'negative-only': { M: 'negative', A: 'negative' },
  'one-non-negative': { M: 'one', A: 'one' },
  'several-non-negative': { M: 'high', A: 'high and low' },
};

/** The resource that a full JID names: never the one that would be chosen without. */
const NAMED: Readonly<Record<string, string>> = {
  'negative-only/full-match': 'negative',
  'one-non-negative/full-match': 'negative',
  'several-non-negative/full-match': 'low',
};

/** What an outcome looks like from outside. */
function looks(outcome: DeliveryOutcome, { id, condition }: DeliveryRow): string {
  if (outcome === 'E') return 'error';
  if (outcome === 'S') return 'nobody';
  if (outcome === 'O') return condition === 'no-account' ? 'nobody' : 'later';
  return outcome === 'D' ? (NAMED[id] ?? REACHED[condition].M) : REACHED[condition][outcome];
}

interface Sender {
  readonly client: TestClient;
  readonly jid: string;
}

/** Messages of all types to one row; what became of each, by type. */
async function observe(server: ReferenceServer, row: DeliveryRow, sender: Sender): Promise<Record<string, string>> {
  const account = row.id.replace('/', '-');
  const receivers = await arrange(server, account, row.condition);
  const resource = row.to === 'bare' ? '' : `/${NAMED[row.id] ?? 'nowhere'}`;
  for (const type of MESSAGE_TYPES) {
    const to = `${account}@${server.domain}${resource}`;
    sender.client.send(`<message id="${type}" type="${type}" from="${sender.jid}" to="${to}"/>`);
  }
  const seen: [who: string, ids: readonly string[]][] = [['error', idsIn(await sender.client.fence())]];
  for (const [name, client] of receivers) seen.push([name, idsIn(await client.fence())]);
  if (row.condition !== 'no-account') seen.push(['later', idsIn(await (await bindLate(server, account)).fence())]);
  const who = (type: string) => seen.flatMap(([name, ids]) => ids.filter((id) => id === type).map(() => name));
  return Object.fromEntries(MESSAGE_TYPES.map((type) => [type, who(type).join(' and ') || 'nobody']));
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

function idsIn(stanzas: readonly string[]): readonly string[] {
  const messages = stanzas.filter((stanza) => stanza.startsWith('<message'));
  return messages.map((stanza) => / id="(\w+)"/.exec(stanza)?.[1] ?? '');
}

const rows = loadDeliveryTable();
const everyCell = (outcome: DeliveryOutcome) =>
  Object.fromEntries(rows.flatMap(({ id }) => MESSAGE_TYPES.map((type) => [`${id}/${type}`, outcome])));

const servers: ReferenceServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function start(delivery: Readonly<Record<string, DeliveryOutcome>>): Promise<ReferenceServer> {
  const server = await startReference({ component: SIDE, fault: { delivery } });
  servers.push(server);
  return server;
}

async function senderOn(server: ReferenceServer, side: 'local' | 'remote'): Promise<Sender> {
  if (side === 'remote') return { client: await joinComponent(server, SIDE), jid: `romeo@${SIDE.domain}/r` };
  return { client: await login(server, 'sender/r'), jid: `sender@${server.domain}/r` };
}

describe.each(['local', 'remote'] as const)('a %s sender', async (side) => {
  const server = await start({});
  const sender = await senderOn(server, side);

  test.each(rows)('gets in row $id what the table allows', async (row) => {
    const seen = await observe(server, row, sender);
    for (const type of MESSAGE_TYPES) {
      expect(row.allowed[type].map((outcome) => looks(outcome, row))).toContain(seen[type]);
    }
  });
});

describe.each(['O', 'E', 'S', 'D', 'M', 'A'] as const)('a server that is told to do %s', async (outcome) => {
  const server = await start(everyCell(outcome));
  const sender = await senderOn(server, 'local');

  test.each(rows)('does so in row $id for every type', async (row) => {
    const seen = await observe(server, row, sender);
    expect(seen).toEqual(Object.fromEntries(MESSAGE_TYPES.map((type) => [type, looks(outcome, row)])));
  });
});

test('a cell of its own outcome leaves the others as they are', async () => {
  const server = await start({ 'one-non-negative/bare/chat': 'E' });
  const sender = await senderOn(server, 'local');
  const row = rows.find(({ id }) => id === 'one-non-negative/bare')!;
  const seen = await observe(server, row, sender);
  expect(seen).toMatchObject({ chat: 'error', normal: 'one', headline: 'one' });
});

test('any message reaches the resource it names, be that one connected and no more', async () => {
  const server = await start({});
  const sender = await senderOn(server, 'remote');
  const receiver = (await arrange(server, 'quiet', 'no-active-resource')).get('idle')!;
  for (const type of MESSAGE_TYPES) {
    sender.client.send(`<message id="${type}" type="${type}" from="${sender.jid}" to="quiet@${server.domain}/idle"/>`);
  }
  expect(await sender.client.fence()).toEqual([]);
  expect(idsIn(await receiver.fence())).toEqual(MESSAGE_TYPES);
});

test('of equal resources the one bound last gets a message to the bare JID', async () => {
  const server = await start({});
  const sender = await senderOn(server, 'local');
  await register(server, 'twins');
  const twins = [await bind(server, 'twins/a'), await bind(server, 'twins/b')];
  for (const twin of twins) {
    twin.send('<presence/>');
    await twin.fence();
  }
  sender.client.send(`<message id="m" to="twins@${server.domain}"/>`);
  await sender.client.fence();
  expect([idsIn(await twins[0]!.fence()), idsIn(await twins[1]!.fence())]).toEqual([[], ['m']]);
});
