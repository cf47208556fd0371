import { expect, test } from 'vitest';
import { serialize } from '../stanza/serialize.ts';
import { login, type TestClient } from './client.test-kit.ts';
import { joinComponent } from './component.test-kit.ts';
import { usePeers, VERONA } from './peers.test-kit.ts';
import { SIDE } from './remote.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { messageIdsIn } from './stanza-text.test-kit.ts';

const server = await useServer({ domain: 'capulet.localhost', mode: 'relaxed', component: SIDE });
const montague = await joinComponent(server, SIDE);
const PING = '<iq type="get" to="capulet.localhost"><ping xmlns="urn:xmpp:ping"/></iq>';
const at = (user: string) => `${user}@capulet.localhost`;

const numbers = Array.from({ length: 40 }, (_, index) => String(index));
const message = (to: string, id: string) => `<message to="${to}" id="${id}"><body>x</body></message>`;
const bareOrFull = (user: string, number: string) => (number.endsWith('1') ? at(user) : `${at(user)}/x`);

/** What arrives up to a stanza that contains `last`, which no other stanza overtakes in the test. */
async function until(client: TestClient, last: string): Promise<readonly string[]> {
  const found: string[] = [];
  while (found.at(-1)?.includes(last) !== true) found.push(serialize(await client.next()));
  return found;
}

test('the answer to a ping overtakes what the server relays', async () => {
  const peter = await login(server, 'peter/x');
  peter.send(`${message(at('peter'), 'm')}<presence/>`);
  expect(messageIdsIn(await peter.ask(PING))).toEqual([]);
  expect(messageIdsIn(await until(peter, 'id="m"'))).toEqual(['m']);
});

test('what one stream sends to a recipient stays in order, to bare and full JIDs alike', async () => {
  const [juliet, romeo] = [await login(server, 'juliet/x'), await login(server, 'romeo/x')];
  romeo.send(numbers.map((number) => message(bareOrFull('juliet', number), number)).join(''));
  romeo.send(`<presence to="${at('juliet')}/x" id="last"/>`);
  expect(messageIdsIn(await until(juliet, 'id="last"'))).toEqual(numbers);
});

test('what the remote domain sends to a recipient stays in order, from all its users', async () => {
  const nurse = await login(server, 'nurse/x');
  const sender = (number: string) => `user${Number(number) % 3}@${SIDE.domain}/x`;
  const from = (number: string) =>
    message(bareOrFull('nurse', number), number).replace(' ', ` from="${sender(number)}" `);
  montague.send(numbers.map(from).join(''));
  expect(messageIdsIn(await until(nurse, 'id="39"'))).toEqual(numbers);
});

test('what one stream sends to a remote recipient stays in order, however its address is written', async () => {
  const balthasar = await login(server, 'balthasar/x');
  const user = (number: string) => (Number(number) % 2 === 0 ? 'sampson' : 'SAMPSON');
  balthasar.send(numbers.map((number) => message(`${user(number)}@${SIDE.domain}`, number)).join(''));
  expect(messageIdsIn(await until(montague, 'id="39"'))).toEqual(numbers);
});

test('what a user of another server sends to a recipient stays in order, through two relaxed servers', async () => {
  const { verona, mantua } = await usePeers('relaxed');
  const [capulet, montague] = [await login(verona, 'rosaline/x'), await login(mantua, 'benvolio/x')];
  const to = (number: string) => `rosaline@${VERONA}${number.endsWith('1') ? '' : '/x'}`;
  montague.send(numbers.map((number) => message(to(number), number)).join(''));
  expect(messageIdsIn(await until(capulet, 'id="39"'))).toEqual(numbers);
});

test('an approval comes before the push that it causes', async () => {
  const [tybalt, paris] = [await login(server, 'tybalt/x'), await login(server, 'paris/x')];
  tybalt.send(`<presence type="subscribe" to="${at('paris')}"/>`);
  await until(paris, 'type="subscribe"');
  paris.send(`<presence type="subscribed" to="${at('tybalt')}"/>`);
  const seen = await until(tybalt, 'subscription="to"');
  expect(seen.filter((stanza) => stanza.includes('type="subscribed"'))).toHaveLength(1);
});

test('a stream that closes receives first what is still on its way to it', async () => {
  const abram = await login(server, 'abram/x');
  abram.send(`${message(`${at('abram')}/x`, 'm')}</stream:stream>`);
  expect(messageIdsIn(await until(abram, 'id="m"'))).toEqual(['m']);
  await abram.closed();
});
