import { describe, expect, test } from 'vitest';
import type { Note } from '../model/note.ts';
import type { Account, TranscriptEntry } from '../model/session.ts';
import { type Behaviour, fakeEnvironment, messageCase, receives } from '../run/fake-session.test-kit.ts';
import { lookAt } from '../run/look.ts';
import { runCases } from '../run/run-cases.ts';
import { parseXml } from '../stanza/xml.ts';
import { foreignSigns, type Watch } from './foreign-use.ts';
import { leasesOf } from './lease.ts';

const USER: Account = { jid: 'user1@fake.localhost', password: '' };

/** An existing account whose roster was empty. This run has bound the resources of the case, `xmppspec` and `ghost`. */
const watch: Watch = {
  isForeign: (jid) => jid.startsWith(`${USER.jid}/`) && !/\/(balcony|chamber|ghost)$/.test(jid),
  isNewContact: (account, contact) => account === USER.jid && contact !== 'habit@fake.localhost',
  together: () => undefined,
  wereTogether: (_, contact) => contact === 'earlier@fake.localhost',
};

const lend = async () => [{ account: USER, giveBackClean: async () => undefined, giveBack: async () => undefined }];
const push = (item: string) => `<iq type="set" id="p"><query xmlns="jabber:iq:roster">${item}</query></iq>`;

/** What arrives at juliet/chamber beside the message that the case expects there. */
const arriving = (xml: string): Behaviour => ({
  onSend: (_, stanza, all) => {
    all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    all.get('chamber')?.deliver(xml);
  },
});
const toChamber = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const sending = (xml: string) => ({ ...toChamber, steps: [{ ...toChamber.steps[0]!, stanza: parseXml(xml) }] });

async function seenIn(behaviour: Behaviour, aCase = toChamber) {
  const { foreignUse, result } = await lookAt(aCase, fakeEnvironment(behaviour, { watch, lend }));
  const seen = foreignUse?.kind === 'account-shared' ? foreignUse.seen : undefined;
  return { seen, outcome: result.outcome, checks: result.checks.length };
}

describe('something else uses an account of the case', () => {
  test.each(['', ' type="unavailable"'])('when presence of an unknown resource arrives:%s', async (type) => {
    expect(await seenIn(arriving(`<presence from="user1@fake.localhost/Psi"${type}/>`))).toEqual({
      seen: { kind: 'resource', resource: 'Psi' },
      outcome: 'broken',
      checks: 0,
    });
  });

  test('when a roster push names a contact that no stanza of the case names', async () => {
    const { seen } = await seenIn(arriving(push('<item jid="stranger@fake.localhost"/>')));
    expect(seen).toEqual({ kind: 'item', contact: 'stranger@fake.localhost' });
  });

  test('when a session ends because its resource was bound once more', async () => {
    const ended = { kind: 'stream-error', condition: 'conflict' } as const;
    const { seen } = await seenIn({ onSend: (_, __, all) => all.get('chamber')?.end(ended) });
    expect(seen).toEqual({ kind: 'conflict' });
  });
});

test('an item of an earlier case makes the case broken, and does not end the run', async () => {
  const env = fakeEnvironment(arriving(push('<item jid="earlier@fake.localhost"/>')), { watch, lend });
  const { foreignUse, result } = await lookAt(toChamber, env);
  expect(foreignUse).toBeUndefined();
  expect(result).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'account-unclean', account: USER.jid, contact: 'earlier@fake.localhost' },
  });
});

test('a stanza of an earlier case on the same account makes the case broken, and one of another account does not', async () => {
  const ids: string[] = [];
  const behaviour: Behaviour = {
    onSend: (_, { attrs: { id = '' } }, all) => {
      ids.push(id);
      const of = [id, ids[0], 'm.0badcafe'][ids.length - 1];
      all.get('chamber')?.deliver(`<message id="${id}"/>`);
      all.get('chamber')?.deliver(`<message id="${of}"><body>late</body></message>`);
    },
  };
  const { signal } = new AbortController();
  const lease = leasesOf({ own: { lend, domain: 'fake.localhost', isLimited: false }, timeoutMs: 10, signal });
  const env = fakeEnvironment(behaviour, { lease });
  const reasons = [];
  for (let looks = 0; looks < 3; looks += 1) reasons.push((await lookAt(toChamber, env)).result.reason);
  expect(reasons).toEqual([undefined, { kind: 'late-stanzas', count: 1 }, undefined]);
});

test('something else uses an account of the second server', () => {
  const stanza = parseXml('<presence from="user1@fake.localhost/Psi"/>');
  const entries = [{ atMs: 0, session: 'romeo/orchard', direction: 'received', kind: 'step', stanza }] as const;
  const own = { ...watch, isForeign: () => false };
  const sign = foreignSigns({ actors: [], watches: [own, watch], jids: new Map(), entries });
  expect(sign).toMatchObject({ cause: { kind: 'account-shared', jid: USER.jid, seen: { resource: 'Psi' } } });
});

test('something else serves the remote domain of the run', async () => {
  const remote = {
    ...{ domain: 'remote.localhost', unclaimedStanzas: [], unlistedStanzas: 0, losses: [], isShared: true },
    ...{ connect: () => Promise.reject(new Error('not needed')), close: async () => undefined },
  };
  const { foreignUse, result } = await lookAt(toChamber, fakeEnvironment(arriving('<message/>'), { remote }));
  expect(foreignUse).toEqual({ kind: 'domain-shared', domain: 'remote.localhost' });
  expect(result.outcome).toBe('broken');
});

describe('nothing else uses an account of the case', () => {
  test.each([
    ['presence of a resource that an earlier case left', '<presence from="user1@fake.localhost/ghost"/>'],
    ['presence of a contact', '<presence from="romeo@fake.localhost/phone"/>'],
    ['a subscription request', '<presence type="subscribe" from="user1@fake.localhost"/>'],
    ['an item that the server adds at each login', push('<item jid="habit@fake.localhost"/>')],
    ['an item for the account itself', push('<item jid="user1@fake.localhost"/>')],
  ])('when there is only %s', async (_, xml) => {
    expect((await seenIn(arriving(xml))).seen).toBeUndefined();
  });

  test('when the case itself brought the resource in', async () => {
    const spoofed = sending('<message id="m"><body>user1@fake.localhost/Psi</body></message>');
    expect((await seenIn(arriving('<presence from="user1@fake.localhost/Psi"/>'), spoofed)).seen).toBeUndefined();
  });

  test.each([
    '<iq type="set" id="m"><query xmlns="jabber:iq:roster"><item jid="Nurse@Fake.localhost"/></query></iq>',
    '<iq type="set" id="m"><query xmlns="jabber:iq:roster"><item jid="ⁿurſe@fake.localhost"/></query></iq>',
  ])('when the server prepared an address that the case sent: %s', async (xml) => {
    const { seen } = await seenIn(arriving(push('<item jid="nurse@fake.localhost"/>')), sending(xml));
    expect(seen).toBeUndefined();
  });

  test('when the account was made for the run', async () => {
    const behaviour = arriving('<presence from="user1@fake.localhost/Psi"/>');
    expect((await lookAt(toChamber, fakeEnvironment(behaviour))).foreignUse).toBeUndefined();
  });
});

describe('a session ends with the stream error conflict', () => {
  const login = (session: string): TranscriptEntry => note(session, { kind: 'connected', jid: `${USER.jid}/home` });
  const conflict = (session: string): TranscriptEntry =>
    note(session, { kind: 'ended', cause: { kind: 'stream-error', condition: 'conflict' } });
  const note = (session: string, what: Note): TranscriptEntry => {
    return { atMs: 0, session, direction: 'note', kind: 'step', note: what };
  };
  const isForeign = (...entries: TranscriptEntry[]) => {
    const jids = new Map([
      ['juliet', USER.jid],
      ['romeo', 'user2@fake.localhost'],
    ]);
    return foreignSigns({ actors: [], watches: [watch], jids, entries }) !== undefined;
  };

  test.each([
    ['the case binds the resource in another session', [login('juliet/a'), login('juliet/b'), conflict('juliet/a')]],
    [
      'the case binds it once more, and the old one ends first',
      [login('juliet/a'), conflict('juliet/a'), login('juliet/a')],
    ],
    ['the server allows one session at a time', [login('juliet/a'), login('juliet/c'), conflict('juliet/a')]],
  ])('because %s', (_, entries) => {
    expect(isForeign(...entries)).toBe(false);
  });

  test.each([
    ['no login of the case followed', [login('juliet/a'), conflict('juliet/a')]],
    ['only another account logged in', [login('juliet/a'), login('romeo/b'), conflict('juliet/a')]],
    ['the case logged in earlier only', [login('juliet/a'), login('juliet/b'), conflict('juliet/b')]],
  ])('because something else logged in: %s', (_, entries) => {
    expect(isForeign(...entries)).toBe(true);
  });
});

describe('a run on existing accounts', () => {
  const named = (id: string) => ({ ...toChamber, id });
  const once = { jobs: 1, bail: undefined };

  test('stops when something else uses one of them: no further case begins, and none has failed', async () => {
    const behaviour = arriving('<presence from="user1@fake.localhost/Psi"/>');
    const { results, stopped } = await runCases(
      [named('a'), named('b')],
      fakeEnvironment(behaviour, { watch, lend }),
      once,
    );
    expect(stopped).toMatchObject({ kind: 'account-shared', jid: USER.jid });
    expect(results.map(({ case: { id }, outcome, reason }) => [id, outcome, reason?.kind])).toEqual([
      ['a', 'broken', 'foreign-traffic'],
    ]);
  });

  test('runs a case once more before it accuses the server', async () => {
    let sent = 0;
    const behaviour: Behaviour = {
      onSend: (_, stanza, all) => {
        sent += 1;
        if (sent > 1) all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
      },
    };
    const { results } = await runCases([toChamber], fakeEnvironment(behaviour, { watch, lend }), once);
    expect([sent, results[0]?.outcome, results[0]?.reason?.kind]).toEqual([2, 'broken', 'not-again']);
  });

  test('reports only what both times show', async () => {
    const both = messageCase({
      sessions: [receives('juliet/chamber', ['<message id="m"/>']), receives('juliet/balcony', ['<message/>'], 'may')],
    });
    let sent = 0;
    const behaviour: Behaviour = {
      onSend: (_, stanza, all) => {
        sent += 1;
        if (sent > 1) all.get('balcony')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
      },
    };
    const { results } = await runCases([both], fakeEnvironment(behaviour, { watch, lend }), once);
    const verdicts = results.map(({ outcome, requirements }) => [
      outcome,
      ...requirements.map(({ verdict }) => verdict),
    ]);
    expect([sent, verdicts]).toEqual([2, [['failed', 'passed', 'failed']]]);
  });

  test('reports a failure that the second time confirms', async () => {
    const { results } = await runCases([toChamber], fakeEnvironment({}, { watch, lend }), once);
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed']);
  });
});
