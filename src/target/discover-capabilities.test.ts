import { expect, test } from 'vitest';
import type { Session } from '../model/session.ts';
import type { RunningTarget } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { discoverCapabilities } from './discover-capabilities.ts';
import { externalTarget } from './external-target.ts';

const iq = (type: string, payload = ''): XmlElement => parseXml(`<iq type="${type}">${payload}</iq>`);
const montague = iq('result', `<query xmlns="${NS.version}"><name>Montague</name><version>1.5</version></query>`);

/** Discovers the capabilities of a server with these answers by namespace; for other namespaces it does not answer. */
async function discovered(
  answers: Record<string, XmlElement | ((request: XmlElement) => XmlElement | undefined)>,
  announced: readonly XmlElement[] = [],
  { wanted = [], ...target }: { readonly wanted?: readonly string[]; readonly [trait: string]: unknown } = {},
) {
  const events: string[] = [];
  const session: Session = {
    jid: 'juliet@im.example/probe',
    features: element('features', NS.streams, {}, announced),
    ended: undefined,
    isClosedByServer: false,
    hasSentPresence: false,
    send: async () => undefined,
    request: async (request) => {
      const given = answers[(request.children[0] as XmlElement).ns];
      const answer = typeof given === 'function' ? given(request) : given;
      if (answer === undefined) throw new Error('expired');
      return answer;
    },
    inbox: [],
    drain: () => [],
    arrival: async () => undefined,
    drop: () => undefined,
    close: async () => void events.push('closed'),
  };
  const capabilities = await discoverCapabilities(
    { ...externalTarget('xmpp://im.example'), ...target } as RunningTarget,
    {
      connect: async () => session,
      lend: async () => ({
        account: { jid: 'juliet@im.example', password: 'x' },
        giveBackClean: async () => undefined,
        giveBack: async () => void events.push('given back'),
      }),
      timeoutMs: 100,
      wanted,
    },
  );
  return { ...capabilities, events };
}

test('names the software as the server reports it', async () => {
  expect(await discovered({ [NS.version]: montague })).toMatchObject({ software: 'Montague', version: '1.5' });
});

test('names the system that the server reports, or that of the machine that launched it, and the installed package', async () => {
  const onBook = iq(
    'result',
    `<query xmlns="${NS.version}"><name>Montague</name><version>1.5</version><os>Verona</os></query>`,
  );
  expect(await discovered({ [NS.version]: onBook })).toMatchObject({ os: 'Verona' });
  const launched = { installed: async () => ({ software: 'montague', version: '1.5-2', os: 'Mantua' }) };
  const both = await discovered({ [NS.version]: montague }, [], launched);
  expect(both).toMatchObject({ software: 'Montague', version: '1.5', os: 'Mantua', package: 'montague 1.5-2' });
  expect(await discovered({ [NS.version]: montague })).not.toHaveProperty('os');
  const own = { installed: async () => ({ software: 'Montague', version: '1.5', os: 'Mantua' }) };
  expect(await discovered({ [NS.version]: montague }, [], own)).not.toHaveProperty('package');
});

test('names the installed software when the server does not report it', async () => {
  const target = { installed: async () => ({ software: 'capulet', version: '2-1' }) };
  expect(await discovered({ [NS.version]: iq('error') }, [], target)).toMatchObject({
    software: 'capulet',
    version: '2-1',
  });
});

const listing = iq(
  'result',
  `<query xmlns="${NS.discoInfo}"><identity category="server" type="im"/><feature var="urn:xmpp:ping"/></query>`,
);

test('finds the features that scenarios want in the service discovery of the server', async () => {
  const wanted = ['disco:urn:xmpp:ping', 'disco:urn:xmpp:carbons:2'];
  expect(await discovered({ [NS.discoInfo]: listing }, [], { wanted })).toMatchObject({
    features: ['disco:urn:xmpp:ping'],
  });
  expect(await discovered({}, [], { wanted })).toMatchObject({ features: [] });
});

test('asks for no service discovery where no scenario wants it', async () => {
  expect(await discovered({ [NS.discoInfo]: listing })).toMatchObject({ features: [] });
});

test('gives unknown software an empty name', async () => {
  expect(await discovered({})).toMatchObject({ software: '', version: '' });
});

test('finds roster-get when the server answers a roster get, and not when it refuses', async () => {
  expect((await discovered({ [NS.roster]: iq('result') })).features).toEqual(['roster-get']);
  expect((await discovered({ [NS.roster]: iq('error') })).features).toEqual([]);
});

test('asks for the roster again where an answer is lost, with ids that no server has reason to alter', async () => {
  const ids: string[] = [];
  const second = ({ attrs }: XmlElement) => (ids.push(attrs['id'] ?? '') > 1 ? iq('result') : undefined);
  expect((await discovered({ [NS.roster]: second })).features).toEqual(['roster-get']);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]{8,16}$/);
});

test('turns announced stream features and special accounts into features', async () => {
  const announced = [element('ver', NS.rosterver), element('sub', NS.preApproval)];
  const target = { special: { rosterless: { jid: 'none@im.example', password: 'x' } } };
  const { features } = await discovered({}, announced, target);
  expect(features).toEqual(['roster-version', 'presence-sub-preapproval', 'account:rosterless']);
});

test('closes its session, then gives the account back', async () => {
  expect((await discovered({})).events).toEqual(['closed', 'given back']);
});

test('gives the account back when it cannot log in', async () => {
  let isBack = false;
  const giveBack = async () => {
    isBack = true;
  };
  const tools = {
    connect: async () => Promise.reject(new Error('not-authorized')),
    lend: async () => ({
      account: { jid: 'juliet@im.example', password: 'x' },
      giveBackClean: giveBack,
      giveBack: giveBack,
    }),
    timeoutMs: 100,
  };
  await expect(discoverCapabilities(externalTarget('xmpp://im.example'), tools)).rejects.toThrow('not-authorized');
  expect(isBack).toBe(true);
});
