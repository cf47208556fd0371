import { expect, test } from 'vitest';
import { bind } from './client.test-kit.ts';
import { SIDE, useRemote } from './remote.test-kit.ts';

const sides = await useRemote();
const probe = (to: string) => `<presence type="probe" to="${to}" id="probe"/>`;

test('a subscriber receives the last presence of each resource, with its id and children', async () => {
  const { name, client, juliet, romeo, settled, send } = await sides.pair('from');
  const more = await bind(sides.server, `${name}/more`);
  const content = '<show>away</show><x xmlns="urn:x"/>';
  more.send(`<presence id="first"/><presence id="last">${content}</presence>`);
  await settled(more);
  client.send(`<presence to="mercutio@${SIDE.domain}" id="directed"><show>dnd</show></presence>`);
  await settled();
  expect((await send(probe(juliet))).remote).toEqual([
    `<presence from="${juliet}/r" to="${romeo}"/>`,
    `<presence id="last" from="${juliet}/more" to="${romeo}">${content}</presence>`,
  ]);
});

test('a subscriber receives unavailable presence with the time and the id of the probe when no resource is available', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair('from');
  client.send('<presence type="unavailable"/>');
  await settled();
  const delay = '<delay xmlns="urn:xmpp:delay" from="[^"]*" stamp="[^"]*"/>';
  expect((await send(probe(juliet))).remote).toEqual([
    expect.stringMatching(
      `^<presence type="unavailable" from="${juliet}" to="${romeo}" id="probe">${delay}</presence>$`,
    ),
  ]);
});

test('a subscriber who probes one resource receives presence of that resource without children', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair('from');
  client.send('<presence id="last"><show>away</show><priority>3</priority></presence>');
  await settled();
  expect((await send(probe(`${juliet}/r`))).remote).toEqual([`<presence id="last" from="${juliet}/r" to="${romeo}"/>`]);
  expect((await send(probe(`${juliet}/nowhere`))).remote).toEqual([
    `<presence type="unavailable" id="probe" from="${juliet}/nowhere" to="${romeo}"/>`,
  ]);
});

test.each(['', '/r', '/nowhere'])(
  'a stranger who probes the bare JID followed by "%s" receives unsubscribed from the bare JID',
  async (resource) => {
    const { juliet, romeo, send } = await sides.pair('to');
    expect((await send(probe(`${juliet}${resource}`))).remote).toEqual([
      `<presence type="unsubscribed" from="${juliet}" to="${romeo}" id="probe"/>`,
    ]);
  },
);

test('a probe of a missing account is answered with unsubscribed', async () => {
  const { romeo, send } = await sides.pair();
  const nobody = `nobody@${sides.server.domain}`;
  expect((await send(probe(nobody))).remote).toEqual([
    `<presence type="unsubscribed" from="${nobody}" to="${romeo}" id="probe"/>`,
  ]);
});

test('a probe does not remove a pre-approval', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair();
  client.send(`<presence type="subscribed" to="${romeo}"/>`);
  await settled();
  expect((await send(probe(juliet))).user).toEqual([]);
  const [roster] = await client.ask('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  expect(roster).toContain('approved="true"');
});

test('directed presence permits probes of the resource that sent it, until unavailable presence follows', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair();
  client.send(`<presence to="${romeo}/o" id="directed"><show>dnd</show></presence>`);
  await settled();
  const ask = async (to: string) => (await send(probe(to).replace(' ', ` from="${romeo}/o" `))).remote;
  expect(await ask(`${juliet}/r`)).toEqual([`<presence id="directed" from="${juliet}/r" to="${romeo}/o"/>`]);
  const unsubscribed = [`<presence type="unsubscribed" from="${juliet}" to="${romeo}/o" id="probe"/>`];
  expect(await ask(juliet)).toEqual(unsubscribed);
  client.send(`<presence type="unavailable" to="${romeo}/o"/>`);
  await settled();
  expect(await ask(`${juliet}/r`)).toEqual(unsubscribed);
});

test('a subscriber receives presence of a resource that sent only directed presence to it', async () => {
  const { name, juliet, romeo, settled, send } = await sides.pair('from');
  const hidden = await bind(sides.server, `${name}/hidden`);
  hidden.send(`<presence to="${romeo}" id="directed"/>`);
  await settled(hidden);
  expect((await send(probe(`${juliet}/hidden`))).remote).toEqual([
    `<presence id="directed" from="${juliet}/hidden" to="${romeo}"/>`,
  ]);
});

test('a probe from a client is routed unchanged, and never answered with an error', async () => {
  const { client, juliet, romeo, settled } = await sides.pair();
  client.send(`<presence type="probe" to="${romeo}" id="c"/><presence type="probe"/>`);
  client.send('<presence type="probe" to="a@elsewhere.localhost"/>');
  expect(await settled()).toEqual({
    user: [],
    remote: [`<presence type="probe" to="${romeo}" id="c" from="${juliet}/r"/>`],
  });
});

test('a subscriber who probes a moved account receives the new address, a stranger does not', async () => {
  const { juliet, romeo, send } = await sides.pair('from', 'moved');
  const [answer = ''] = (await send(probe(`${juliet}/r`))).remote;
  expect(answer).toContain(
    `<presence type="error" id="probe" from="${juliet}" to="${romeo}"><error type="cancel"><gone `,
  );
  expect(answer).toContain('>xmpp:new-home-of-moved@');
  const stranger = await send(probe(juliet).replace(' ', ` from="stranger@${SIDE.domain}" `));
  expect(stranger.remote).toEqual([expect.stringContaining('type="unsubscribed"')]);
});
