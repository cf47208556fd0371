// What a case sends comes back under its id, and what it has captured is known.

import { expect, test } from 'vitest';
import type { ExpectStep, Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const send = (xml: string): Step => ({ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(xml) });
const awaits = (xml: string, proves?: string): ExpectStep => ({
  ...{ kind: 'expect', place, alternatives: [], proves: [] },
  sessions: [receives('juliet/chamber', [xml], proves)],
});
const play = async (steps: readonly Step[], behaviour: Behaviour) =>
  (await lookAt(messageCase({}, { steps }), fakeEnvironment(behaviour))).result;
/** Delivers what is sent to the other session as `wrap` says. */
const delivering = (wrap: (stanza: XmlElement) => string): Behaviour => ({
  onSend: (_, stanza, all) => all.get('chamber')?.deliver(wrap(stanza)),
});
const forwarded = (id: string | undefined) =>
  `<message><forwarded xmlns="urn:xmpp:forward:0"><message id="${id}"/></forwarded></message>`;

test('a stanza of the case that comes back inside another one has its id', async () => {
  const carbon = delivering(({ attrs }) => forwarded(attrs['id']));
  expect(await play([send('<message id="m"/>'), awaits(forwarded('m'))], carbon)).toMatchObject({ outcome: 'passed' });
  const other = delivering(() => forwarded('m'));
  expect(await play([send('<message id="m"/>'), awaits(forwarded('m'))], other)).toMatchObject({ outcome: 'failed' });
});

test('an id that a stanza of the case refers to is that of an earlier step', async () => {
  const receipt = '<message id="r"><received xmlns="urn:xmpp:receipts" id="m"/></message>';
  const steps = [send('<message id="m"/>'), awaits('<message id="m"/>'), send(receipt), awaits(receipt)];
  const seen: (string | undefined)[] = [];
  const echo = delivering((stanza) => {
    const [inner] = stanza.children;
    const { id } = stanza.attrs;
    seen.push(typeof inner === 'object' ? inner.attrs['id'] : id);
    return typeof inner === 'object'
      ? receipt.replace('"r"', `"${id}"`).replace('"m"', `"${seen[0]}"`)
      : `<message id="${id}"/>`;
  });
  expect(await play(steps, echo)).toMatchObject({ outcome: 'passed' });
  expect(seen[1]).toBe(seen[0]);
});

test('the id of an item that no stanza has stays as written', async () => {
  const event =
    '<message><event xmlns="http://jabber.org/protocol/pubsub#event"><item id="current"/></event></message>';
  expect(
    await play(
      [send('<message id="m"/>'), awaits(event)],
      delivering(() => event),
    ),
  ).toMatchObject({
    outcome: 'passed',
  });
});

test('the initial presence of a session that connects in a step has the id that is expected', async () => {
  const aCase = messageCase(
    {},
    { steps: [{ kind: 'connect', session: 'juliet/balcony', place }, awaits('<presence id="p"/>')] },
  );
  const [juliet] = aCase.actors;
  const [balcony, chamber] = juliet?.sessions ?? [];
  if (juliet === undefined || balcony === undefined || chamber === undefined) throw new Error('no sessions');
  const late = { ...balcony, atStart: false, presence: parseXml('<presence id="p"/>') };
  const actors = [{ ...juliet, sessions: [late, chamber] }];
  const told = delivering(({ attrs }) => `<presence id="${attrs['id']}"/>`);
  expect((await lookAt({ ...aCase, actors }, fakeEnvironment(told))).result).toMatchObject({ outcome: 'passed' });
});

test('a stream feature is captured', async () => {
  const caps = (node: string) => element('c', 'http://jabber.org/protocol/caps', { node });
  const shows: Step = {
    ...{ kind: 'features', place, session: 'juliet/balcony', present: true, proves: ['must'] },
    pattern: caps('${capture:node}'),
  };
  const steps = [shows, send('<message id="m" to="${node}"/>'), awaits('<message to="${node}"/>')];
  const echo = delivering(({ attrs }) => `<message to="${attrs['to']}"/>`);
  const features = [element('bind', NS.bind), caps('x.test')];
  expect(await play(steps, { ...echo, features })).toMatchObject({ outcome: 'passed' });
});

test.each([
  ['a stanza that is sent', [send('<message id="n" to="${capital}"/>'), awaits('<message/>')]],
  ['a pattern', [send('<message id="n"/>'), awaits('<message to="${capital}"/>')]],
  [
    'a roster',
    [
      {
        kind: 'roster',
        place,
        of: 'juliet',
        proves: ['must'],
        items: [element('item', NS.roster, { jid: '${capital}' })],
      },
    ],
  ],
] as const)('a case is broken where nothing was captured for %s, and accuses nobody', async (_, uses) => {
  const steps = [send('<message id="m"/>'), awaits('<message to="${capture:capital}"/>', 'should'), ...uses];
  const result = await play(steps, {});
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'nothing-captured', name: 'capital' } });
  expect(result.checks.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

test('a case ends with an outcome that says so', async () => {
  const told = {
    name: 'told',
    sessions: [receives('juliet/chamber', ['<message to="${capture:who}"/>'])],
    violates: [],
    place,
  };
  const silent = { name: 'silent', sessions: [], violates: [], ends: true as const, place };
  const choice: ExpectStep = { kind: 'expect', place, sessions: [], alternatives: [told, silent], proves: [] };
  const steps = [
    send('<message id="m" to="a@b"/>'),
    choice,
    send('<message id="n" to="${who}"/>'),
    awaits('<message to="${who}"/>'),
  ];
  const echo = delivering(({ attrs }) => `<message to="${attrs['to']}"/>`);
  expect(await play(steps, echo)).toMatchObject({ outcome: 'passed', observed: ['told'], isCutShort: false });
  const result = await play(steps, {});
  expect(result).toMatchObject({ outcome: 'passed', observed: ['silent'], isCutShort: false });
  expect(
    result.transcript.entries.filter(({ direction, kind }) => direction === 'sent' && kind === 'step'),
  ).toHaveLength(1);
});

const forward = (inside: string) => `<message><forwarded xmlns="urn:xmpp:forward:0">${inside}</forwarded></message>`;

test('an element that was kept comes again, equal as XML', async () => {
  const steps = [
    send('<message id="m"/>'),
    awaits('<message type="chat">${element:sent}</message>'),
    send('<message id="n"/>'),
    awaits(forward('<message xmlns="jabber:client">${same:sent}</message>')),
  ];
  const playing = (again: string) => {
    const first = '<message type="chat" from="a@b"><body>hi</body></message>';
    return play(
      steps,
      delivering(({ attrs }) => (attrs['id']?.startsWith('m') ? first : forward(again))),
    );
  };
  expect(
    await playing('<message xmlns="jabber:client" from="a@b" type="chat"><body>hi</body></message>'),
  ).toMatchObject({
    outcome: 'passed',
  });
  const { outcome, checks } = await playing(
    '<message xmlns="jabber:client" from="a@b" type="chat"><body>ho</body></message>',
  );
  expect(outcome).toBe('failed');
  expect(checks.at(-1)?.failure).toMatchObject({
    difference: {
      path: 'message/forwarded/message/body/text()',
      expected: { kind: 'value', value: 'hi' },
      actual: { kind: 'value', value: 'ho' },
    },
  });
});

test('a case with an element that nothing has kept is broken', async () => {
  const steps = [send('<message id="m"/>'), awaits(forward('<message xmlns="jabber:client">${same:sent}</message>'))];
  expect(
    await play(
      steps,
      delivering(() => forward('<message/>')),
    ),
  ).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'nothing-captured', name: 'same:sent' },
  });
});
