import { expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import type { RunningTarget } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { externalTarget } from './external.ts';
import { probe } from './probe.ts';

const element = (name: string, ns: string, children: XmlElement['children'] = []) => ({
  name,
  ns,
  attrs: {},
  children,
});
const iq = (type: string, payload?: XmlElement): XmlElement => ({
  ...element('iq', 'jabber:client', payload ? [payload] : []),
  attrs: { type },
});

const VERSION = 'jabber:iq:version';
const told = iq(
  'result',
  element('query', VERSION, [element('name', VERSION, ['Montague']), element('version', VERSION, ['1.5'])]),
);

/** Runs the probe against answers by namespace; a namespace without one gets no answer. */
async function probed(answers: Record<string, XmlElement>, announced: readonly XmlElement[] = [], target = {}) {
  const events: string[] = [];
  const session: Session = {
    jid: 'juliet@im.example/probe',
    features: element('features', 'http://etherx.jabber.org/streams', announced),
    ended: undefined,
    send: async () => undefined,
    request: async (request) => {
      const answer = answers[(request.children[0] as XmlElement).ns];
      if (answer === undefined) throw new Error('expired');
      return answer;
    },
    drain: () => [],
    arrival: async () => undefined,
    drop: () => undefined,
    close: async () => void events.push('closed'),
  };
  const capabilities = await probe({ ...externalTarget('xmpp://im.example'), ...target } as RunningTarget, {
    connect: async () => session,
    lend: async () => ({
      account: { jid: 'juliet@im.example', password: 'x' },
      giveBack: async () => void events.push('given back'),
    }),
    timeoutMs: 100,
  });
  return { ...capabilities, events };
}

test('the probe names the software as the server tells it', async () => {
  expect(await probed({ [VERSION]: told })).toMatchObject({ software: 'Montague', version: '1.5' });
});

test('the probe names the installed software when the server does not tell', async () => {
  const target = { installed: async () => ({ software: 'capulet', version: '2-1' }) };
  expect(await probed({ [VERSION]: iq('error') }, [], target)).toMatchObject({ software: 'capulet', version: '2-1' });
});

test('unknown software has an empty name', async () => {
  expect(await probed({})).toMatchObject({ software: '', version: '' });
});

test('a server that answers a roster get has roster-get, one that refuses has not', async () => {
  expect((await probed({ 'jabber:iq:roster': iq('result') })).features).toEqual(['roster-get']);
  expect((await probed({ 'jabber:iq:roster': iq('error') })).features).toEqual([]);
});

test('announced stream features and special accounts become features', async () => {
  const announced = [element('ver', 'urn:xmpp:features:rosterver'), element('sub', 'urn:xmpp:features:pre-approval')];
  const target = { special: { rosterless: { jid: 'none@im.example', password: 'x' } } };
  const { features } = await probed({}, announced, target);
  expect(features).toEqual(['roster-version', 'presence-sub-preapproval', 'account:rosterless']);
});

test('the probe closes its session, then gives the account back', async () => {
  expect((await probed({})).events).toEqual(['closed', 'given back']);
});

test('the probe gives the account back when it cannot log in', async () => {
  let isBack = false;
  const giveBack = async () => {
    isBack = true;
  };
  const tools = {
    connect: async () => Promise.reject(new Error('not-authorized')),
    lend: async () => ({ account: { jid: 'juliet@im.example', password: 'x' }, giveBack }),
    timeoutMs: 100,
  };
  await expect(probe(externalTarget('xmpp://im.example'), tools)).rejects.toThrow('not-authorized');
  expect(isBack).toBe(true);
});
