import { expect, test } from 'vitest';
import { bind } from './client.test-kit.ts';
import { SIDE, useRemote } from './remote.test-kit.ts';

const remoteSide = useRemote();
const probe = (to: string) => `<presence type="probe" to="${to}" id="probe"/>`;

test('a subscriber learns the last presence of each resource, whole, with its id', async () => {
  const { name, client, juliet, romeo, settled, say } = await remoteSide.meet('from');
  const more = await bind(remoteSide.server, `${name}/more`);
  const content = '<show>away</show><x xmlns="urn:x"/>';
  more.send(`<presence id="first"/><presence id="last">${content}</presence>`);
  await settled(more);
  client.send(`<presence to="mercutio@${SIDE.domain}" id="directed"><show>dnd</show></presence>`);
  await settled();
  expect((await say(probe(juliet))).remote).toEqual([
    `<presence from="${juliet}/r" to="${romeo}"/>`,
    `<presence id="last" from="${juliet}/more" to="${romeo}">${content}</presence>`,
  ]);
});

test('a subscriber learns that nobody is there, since when, under the id of the probe', async () => {
  const { client, juliet, romeo, settled, say } = await remoteSide.meet('from');
  client.send('<presence type="unavailable"/>');
  await settled();
  const delay = '<delay xmlns="urn:xmpp:delay" from="[^"]*" stamp="[^"]*"/>';
  expect((await say(probe(juliet))).remote).toEqual([
    expect.stringMatching(
      `^<presence type="unavailable" from="${juliet}" to="${romeo}" id="probe">${delay}</presence>$`,
    ),
  ]);
});

test('a subscriber who asks for one resource learns its mere availability and nothing of the others', async () => {
  const { client, juliet, romeo, settled, say } = await remoteSide.meet('from');
  client.send('<presence id="last"><show>away</show><priority>3</priority></presence>');
  await settled();
  expect((await say(probe(`${juliet}/r`))).remote).toEqual([`<presence id="last" from="${juliet}/r" to="${romeo}"/>`]);
  expect((await say(probe(`${juliet}/nowhere`))).remote).toEqual([
    `<presence type="unavailable" id="probe" from="${juliet}/nowhere" to="${romeo}"/>`,
  ]);
});

test.each(['', '/r', '/nowhere'])(
  'a stranger who asks for the address with "%s" is turned away from the bare JID',
  async (resource) => {
    const { juliet, romeo, say } = await remoteSide.meet('to');
    expect((await say(probe(`${juliet}${resource}`))).remote).toEqual([
      `<presence type="unsubscribed" from="${juliet}" to="${romeo}" id="probe"/>`,
    ]);
  },
);

test('who asks for a missing account is turned away as a stranger', async () => {
  const { romeo, say } = await remoteSide.meet();
  const nobody = `nobody@${remoteSide.server.domain}`;
  expect((await say(probe(nobody))).remote).toEqual([
    `<presence type="unsubscribed" from="${nobody}" to="${romeo}" id="probe"/>`,
  ]);
});

test('a probe does not take a pre-approval away', async () => {
  const { client, juliet, romeo, settled, say } = await remoteSide.meet();
  client.send(`<presence type="subscribed" to="${romeo}"/>`);
  await settled();
  expect((await say(probe(juliet))).user).toEqual([]);
  const [roster] = await client.ask('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  expect(roster).toContain('approved="true"');
});

test('directed presence gives a right to ask for the resource that sent it, until it is taken back', async () => {
  const { client, juliet, romeo, settled, say } = await remoteSide.meet();
  client.send(`<presence to="${romeo}/o" id="told"><show>dnd</show></presence>`);
  await settled();
  const ask = async (to: string) => (await say(probe(to).replace(' ', ` from="${romeo}/o" `))).remote;
  expect(await ask(`${juliet}/r`)).toEqual([`<presence id="told" from="${juliet}/r" to="${romeo}/o"/>`]);
  const turnedAway = [`<presence type="unsubscribed" from="${juliet}" to="${romeo}/o" id="probe"/>`];
  expect(await ask(juliet)).toEqual(turnedAway);
  client.send(`<presence type="unavailable" to="${romeo}/o"/>`);
  await settled();
  expect(await ask(`${juliet}/r`)).toEqual(turnedAway);
});

test('a subscriber learns of a resource that showed itself to that subscriber only', async () => {
  const { name, juliet, romeo, settled, say } = await remoteSide.meet('from');
  const hidden = await bind(remoteSide.server, `${name}/hidden`);
  hidden.send(`<presence to="${romeo}" id="told"/>`);
  await settled(hidden);
  expect((await say(probe(`${juliet}/hidden`))).remote).toEqual([
    `<presence id="told" from="${juliet}/hidden" to="${romeo}"/>`,
  ]);
});

test('a probe that a client sends is routed as it is, and never answered with an error', async () => {
  const { client, juliet, romeo, settled } = await remoteSide.meet();
  client.send(`<presence type="probe" to="${romeo}" id="c"/><presence type="probe"/>`);
  client.send('<presence type="probe" to="a@elsewhere.localhost"/>');
  expect(await settled()).toEqual({
    user: [],
    remote: [`<presence type="probe" to="${romeo}" id="c" from="${juliet}/r"/>`],
  });
});

test('a subscriber of somebody who has moved learns the new address, a stranger does not', async () => {
  const { juliet, romeo, say } = await remoteSide.meet('from', 'moved');
  const [told = ''] = (await say(probe(`${juliet}/r`))).remote;
  expect(told).toContain(
    `<presence type="error" id="probe" from="${juliet}" to="${romeo}"><error type="cancel"><gone `,
  );
  expect(told).toContain('>xmpp:new-home-of-moved@');
  const stranger = await say(probe(juliet).replace(' ', ` from="stranger@${SIDE.domain}" `));
  expect(stranger.remote).toEqual([expect.stringContaining('type="unsubscribed"')]);
});
