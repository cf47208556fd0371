import { expect, test } from 'vitest';
import { bind, login, register, type TestClient } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';

const server = await useServer({
  limits: { name: 5 },
  special: {
    rosterless: { local: 'none', password: 'pw-none' },
    'roster-read-only': { local: 'ro', password: 'pw-ro' },
  },
});

const GET = '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>';
const getSince = (ver: string) => `<iq type="get"><query xmlns="jabber:iq:roster" ver="${ver}"/></iq>`;
const set = (items: string, attrs = '') =>
  `<iq type="set" ${attrs}><query xmlns="jabber:iq:roster">${items}</query></iq>`;
const versionIn = (stanza = '') => /ver="([^"]*)"/.exec(stanza)?.[1] ?? '';
const itemsIn = (stanza = '') => stanza.match(/<item.*?(\/>|<\/item>)/g) ?? [];
const isPush = (stanza: string) => stanza.includes('type="set"');
const conditionIn = (stanza = '') => /<error type="(\w+)"><([a-z-]+)/.exec(stanza)?.slice(1).join(' ');

test('an empty roster is returned as an empty query to the full JID of the client', async () => {
  await register(server, 'empty');
  const client = await bind(server, 'empty/balcony');
  const [result = ''] = await client.ask(GET);
  expect(result).toContain(`to="empty@${server.domain}/balcony"`);
  expect(result).toMatch(/<query xmlns="jabber:iq:roster" ver="[^"]+"\/>/);
});

test('an item is answered and pushed to every interested resource', async () => {
  const balcony = await login(server, 'adder/balcony');
  const chamber = await login(server, 'adder/chamber');
  const cellar = await bind(server, 'adder/cellar');
  await balcony.fence();
  const seen = await balcony.ask(
    set(
      '<item jid="nurse@h.invalid" name="Nurse" subscription="both" ask="subscribe" approved="true"><group>S</group></item>',
    ),
  );
  const item = '<item jid="nurse@h.invalid" subscription="none" name="Nurse"><group>S</group></item>';
  expect(seen.filter(isPush).flatMap(itemsIn)).toEqual([item]);
  expect(seen.at(-1)).toMatch(/^<iq type="result" id="ask-\d+" to="adder@[^/]+\/balcony"\/>$/);
  expect((await chamber.fence()).flatMap(itemsIn)).toEqual([item]);
  expect(await cellar.fence()).toEqual([]);
});

test('an update replaces name and groups, and a removal removes', async () => {
  const client = await login(server, 'updater/r');
  await client.ask(set('<item jid="a@h.invalid" name="A"><group>G</group><group>H</group></item>'));
  await client.ask(set('<item jid="A@H.invalid" name=""><group>I</group></item>'));
  expect(itemsIn((await client.ask(GET))[0])).toEqual([
    '<item jid="a@h.invalid" subscription="none"><group>I</group></item>',
  ]);
  const [push] = await client.ask(set('<item jid="a@h.invalid" subscription="remove"/>'));
  expect(itemsIn(push)).toEqual(['<item jid="a@h.invalid" subscription="remove"/>']);
  expect(itemsIn((await client.ask(GET))[0])).toEqual([]);
});

test.each([
  ['several items', '<item jid="a@h.invalid"/><item jid="b@h.invalid"/>', 'modify bad-request'],
  ['no item', '', 'modify bad-request'],
  ['no jid', '<item name="x"/>', 'modify bad-request'],
  ['a malformed jid', '<item jid="@@"/>', 'modify jid-malformed'],
  ['duplicate groups', '<item jid="a@h.invalid"><group>G</group><group>G</group></item>', 'modify bad-request'],
  ['an empty group', '<item jid="a@h.invalid"><group/></item>', 'modify not-acceptable'],
  ['a name beyond the limit', '<item jid="a@h.invalid" name="六个字的名字"/>', 'modify not-acceptable'],
  [
    'a group beyond the limit',
    `<item jid="a@h.invalid"><group>${'x'.repeat(1024)}</group></item>`,
    'modify not-acceptable',
  ],
  ['the own bare JID', '<item jid="refused@xmppspec.localhost"/>', 'cancel not-allowed'],
  ['removal of an unknown item', '<item jid="x@h.invalid" subscription="remove"/>', 'cancel item-not-found'],
])('%s is refused without a push', async (_what, items, condition) => {
  const client = await login(server, 'refused/r');
  const before = versionIn((await client.ask(GET))[0]);
  const seen = await client.ask(set(items));
  expect(seen.map(conditionIn)).toEqual([condition]);
  expect(versionIn((await client.ask(GET))[0])).toBe(before);
});

test('the limit of a name is in characters, not octets', async () => {
  const client = await login(server, 'limit/r');
  expect(await client.ask(set('<item jid="a@h.invalid" name="五个字名字"/>'))).toHaveLength(2);
});

test.each(['get', 'set'])('a roster %s for another account is forbidden', async (type) => {
  await register(server, 'victim');
  const client = await login(server, 'thief/r');
  const query =
    type === 'set'
      ? set('<item jid="a@h.invalid"/>', `to="victim@${server.domain}"`)
      : GET.replace('<iq ', `<iq to="victim@${server.domain}" `);
  expect((await client.ask(query)).map(conditionIn)).toEqual(['auth forbidden']);
});

test('a get with an item is refused with bad-request', async () => {
  const client = await login(server, 'getter/r');
  const [error] = await client.ask(set('<item jid="a@h.invalid"/>').replace('"set"', '"get"'));
  expect(conditionIn(error)).toBe('modify bad-request');
});

test('an account of a special kind has no roster, or one that it cannot change', async () => {
  const none = await bind(server, 'none/r');
  expect(conditionIn((await none.ask(GET))[0])).toBe('cancel item-not-found');
  expect(conditionIn((await none.ask(set('<item jid="a@h.invalid"/>')))[0])).toBe('cancel item-not-found');
  const readOnly = await bind(server, 'ro/r');
  expect((await readOnly.ask(GET))[0]).toContain('type="result"');
  expect(conditionIn((await readOnly.ask(set('<item jid="a@h.invalid"/>')))[0])).toBe('cancel not-allowed');
});

/** Stores three items, then changes one and removes one. Returns the version before these changes. */
async function history(client: TestClient): Promise<string> {
  for (const name of ['a', 'b', 'c']) await client.ask(set(`<item jid="${name}@h.invalid"/>`));
  const ver = versionIn((await client.ask(GET)).at(-1));
  await client.ask(set('<item jid="b@h.invalid" name="B1"/>'));
  await client.ask(set('<item jid="a@h.invalid" subscription="remove"/>'));
  await client.ask(set('<item jid="b@h.invalid" name="B2"/>'));
  return ver;
}

test('a get with a known version returns an empty result, then one push for each changed item in order of change', async () => {
  const ver = await history(await login(server, 'historian/r'));
  const other = await bind(server, 'historian/other');
  expect((await other.ask(getSince(ver)))[0]).toMatch(/type="result"[^>]*\/>$/);
  const pushes = await other.fence();
  expect(pushes.flatMap(itemsIn)).toEqual([
    '<item jid="a@h.invalid" subscription="remove"/>',
    '<item jid="b@h.invalid" subscription="none" name="B2"/>',
  ]);
  expect(new Set(pushes.map(versionIn)).size).toBe(2);
  expect((await other.ask(getSince(versionIn(pushes.at(-1)))))[0]).not.toContain('<query');
  expect(await other.fence()).toEqual([]);
});

test.each(['', 'made-up', '3', '-1'])('a get with the unknown version "%s" returns the whole roster', async (ver) => {
  const client = await login(server, 'versions/r');
  await client.ask(set('<item jid="a@h.invalid"/>'));
  expect(itemsIn((await client.ask(getSince(ver)))[0])).toHaveLength(1);
});
