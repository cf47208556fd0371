// One play by hand of each family of acts, and what the model permits to come of its last act.

import { describe, expect, it } from 'vitest';
import type { XmlElement } from '../../model/xml.ts';
import { elements, text } from '../../stanza/xml.ts';
import type { PlayOutcome, Setting } from '../play-model.ts';
import type { Act } from './act.ts';
import { RFC6121 } from './model.ts';
import type { World } from './world.ts';

type Outcomes = readonly PlayOutcome<World>[];

/** The outcomes of the last act; of each act before it the first outcome is taken, or the one that `names` names. */
function outcomesOf(
  acts: readonly Act[],
  names: Readonly<Record<number, string>> = {},
  setting: Setting = { topology: 'local', offers: () => true },
): Outcomes {
  let world = RFC6121.begin(setting);
  let outcomes: Outcomes = [];
  for (const [at, act] of acts.entries()) {
    expect(RFC6121.fitting([world], act)).toEqual(act);
    outcomes = RFC6121.outcomes(world, act);
    const taken = outcomes.find(({ name }) => name === names[at]) ?? outcomes[0];
    world = taken?.world ?? world;
  }
  return outcomes;
}

const summary = ({ name, attrs, children }: XmlElement): string =>
  [
    name,
    attrs['type'],
    attrs['from'],
    ...elements({ name, ns: '', attrs, children }).map((one) => `${one.name}=${text(one)}`),
  ]
    .filter((part) => part !== undefined && part !== '${absent}')
    .join(' ');

/** What must arrive at a session. */
const receivedAt = (outcome: PlayOutcome<World> | undefined, session: string): readonly string[] =>
  (outcome?.sessions.find((one) => one.session === session)?.receives ?? []).map(({ pattern }) => summary(pattern));

const login = (session: string): Act => ({ kind: 'login', session, says: {}, isVersioned: false });
const move = (session: string, to: string, type: 'subscribe' | 'subscribed' | 'unsubscribed'): Act => ({
  kind: 'move',
  session,
  to,
  type,
});
const FRIENDS: readonly Act[] = [
  login('juliet/balcony'),
  login('romeo/orchard'),
  move('romeo/orchard', 'juliet', 'subscribe'),
  move('juliet/balcony', 'romeo', 'subscribed'),
];

describe('presence', () => {
  it('is broadcast as the last stanza has it: a status that was left out is gone', () => {
    const [first] = outcomesOf([
      ...FRIENDS,
      { kind: 'available', session: 'juliet/balcony', says: { status: 'here', show: 'away' } },
      { kind: 'available', session: 'juliet/balcony', says: { show: 'dnd' } },
    ]);
    expect(receivedAt(first, 'romeo/orchard')).toEqual(['presence ${juliet/balcony} show=dnd']);
  });

  it('of a cancelled subscription ends for every resource', () => {
    const [first] = outcomesOf([
      ...FRIENDS,
      login('juliet/chamber'),
      move('juliet/balcony', 'romeo', 'unsubscribed'),
      { kind: 'available', session: 'juliet/chamber', says: { show: 'dnd' } },
    ]);
    expect(receivedAt(first, 'romeo/orchard')).toEqual([]);
    expect(first?.proves).toContain('rfc6121-11-b');
  });

  it('that was sent to one address need not be taken back by who has heard of its end', () => {
    const [first] = outcomesOf([
      login('juliet/balcony'),
      login('romeo/orchard'),
      {
        kind: 'direct',
        session: 'romeo/orchard',
        to: { user: 'juliet', at: 'juliet/balcony' },
        isAvailable: true,
        says: {},
      },
      move('romeo/orchard', 'juliet', 'subscribe'),
      move('juliet/balcony', 'romeo', 'subscribed'),
      // It brings unavailable presence of juliet/balcony.
      move('juliet/balcony', 'romeo', 'unsubscribed'),
      { kind: 'drop', session: 'romeo/orchard' },
    ]);
    expect(receivedAt(first, 'juliet/balcony')).toEqual([]);
  });

  it('that was sent to one address is taken back when its session ends', () => {
    const [first] = outcomesOf([
      login('juliet/balcony'),
      login('romeo/orchard'),
      { kind: 'direct', session: 'juliet/balcony', to: { user: 'romeo' }, isAvailable: true, says: {} },
      { kind: 'drop', session: 'juliet/balcony' },
    ]);
    expect(receivedAt(first, 'romeo/orchard')).toEqual(['presence unavailable ${juliet/balcony}']);
  });
});

describe('requests', () => {
  const asked: readonly Act[] = [
    login('romeo/orchard'),
    login('nurse/hall'),
    move('romeo/orchard', 'juliet', 'subscribe'),
    move('nurse/hall', 'juliet', 'subscribe'),
  ];

  it('of several users all wait for a user who is away', () => {
    const [first] = outcomesOf([...asked, login('juliet/balcony')]);
    const requests = receivedAt(first, 'juliet/balcony').filter((one) => one.includes('subscribe'));
    expect(requests).toEqual(['presence subscribe ${romeo}', 'presence subscribe ${nurse}']);
  });

  it('stay pending when another one is approved, or their sender is put into the roster', () => {
    const [first] = outcomesOf([
      ...asked,
      login('juliet/balcony'),
      move('juliet/balcony', 'romeo', 'subscribed'),
      { kind: 'roster-set', session: 'juliet/balcony', contact: 'nurse', name: 'Nurse', groups: [] },
      login('juliet/chamber'),
    ]);
    const requests = receivedAt(first, 'juliet/chamber').filter((one) => one.includes('subscribe'));
    expect(requests).toEqual(['presence subscribe ${nurse}']);
  });
});

describe('items', () => {
  it('keep name and groups when a subscription changes them', () => {
    const [first] = outcomesOf([
      login('juliet/balcony'),
      {
        kind: 'roster-set',
        session: 'juliet/balcony',
        contact: 'romeo',
        name: 'Montague',
        groups: ['Friends', 'friends'],
      },
      move('juliet/balcony', 'romeo', 'subscribe'),
    ]);
    const push = first?.sessions.find(({ session }) => session === 'juliet/balcony')?.receives[0];
    expect(JSON.stringify(push?.further)).toContain('Montague');
    expect(JSON.stringify(push?.further)).toContain('"friends"');
  });

  it('are removed with the subscription, and the contact hears of its end', () => {
    const [first] = outcomesOf([...FRIENDS, { kind: 'roster-remove', session: 'juliet/balcony', contact: 'romeo' }]);
    expect(receivedAt(first, 'romeo/orchard')[0]).toContain('presence unsubscribed');
    expect(first?.world.relations['romeo juliet']?.state).toBe('None');
  });
});

describe('messages', () => {
  const say = (type: string): Act => ({
    kind: 'message',
    session: 'romeo/orchard',
    to: { user: 'juliet' },
    type,
    tail: '',
    content: { bodies: [{ text: ' one ' }], subjects: [] },
  });

  it('that were stored come once, in order, to a resource of non-negative priority', () => {
    const arrival: readonly Act[] = [
      { kind: 'connect', session: 'juliet/balcony' },
      { kind: 'available', session: 'juliet/balcony', says: {} },
    ];
    const acts = [login('romeo/orchard'), say('chat'), say('normal'), ...arrival, login('juliet/chamber')];
    const names = { 1: 'stored', 2: 'stored' };
    const [there] = outcomesOf(acts.slice(0, 5), names);
    const messages = there?.sessions.find(({ session }) => session === 'juliet/balcony');
    expect(messages?.inOrder).toBe(true);
    expect(messages?.receives.map(({ pattern }) => summary(pattern))).toEqual([
      'message chat ${romeo/orchard} body= one ',
      'message ${optional:normal} ${romeo/orchard} body= one ',
    ]);
    const [again] = outcomesOf(acts, names);
    expect(receivedAt(again, 'juliet/chamber').filter((one) => one.startsWith('message'))).toEqual([]);
  });

  it('for nobody of non-negative priority are stored or returned, and reach no resource', () => {
    const negative: Act = { kind: 'login', session: 'juliet/balcony', says: { priority: -1 }, isVersioned: false };
    const outcomes = outcomesOf([login('romeo/orchard'), negative, say('chat')]);
    const permitted = outcomes.filter(({ violates }) => violates.length === 0).map(({ name }) => name);
    expect(permitted).toEqual(['E', 'stored']);
  });
});

describe('requests for a payload', () => {
  const ask = (at?: string): Act => ({
    kind: 'ask',
    session: 'romeo/orchard',
    to: { user: 'juliet', ...(at !== undefined && { at }) },
    type: 'get',
    payload: 'letter',
  });

  it('reach the resource of a user whose presence the asker sees, and their answers the asker', () => {
    const [asked] = outcomesOf([...FRIENDS, ask('juliet/balcony')]);
    expect(receivedAt(asked, 'juliet/balcony')).toEqual(['iq get ${romeo/orchard} letter=Ay me']);
    const [answered] = outcomesOf([...FRIENDS, ask('juliet/balcony'), { kind: 'answer', type: 'result' }]);
    expect(receivedAt(answered, 'romeo/orchard')).toEqual(['iq result ${juliet/balcony} letter=Ay me']);
  });

  it('may be refused once the asker has said good-bye to a resource that had told it of itself', () => {
    const outcomes = outcomesOf([
      login('juliet/balcony'),
      login('romeo/orchard'),
      {
        kind: 'direct',
        session: 'juliet/balcony',
        to: { user: 'romeo', at: 'romeo/orchard' },
        isAvailable: true,
        says: {},
      },
      { kind: 'direct', session: 'romeo/orchard', to: { user: 'juliet' }, isAvailable: false, says: {} },
      ask('juliet/balcony'),
    ]);
    expect(outcomes.map(({ name, violates }) => [name, violates])).toEqual([
      ['refused', []],
      ['delivered', []],
    ]);
  });

  it('for an account, or a resource that is not there, are refused by the server', () => {
    for (const at of [undefined, 'nowhere', 'BALCONY']) {
      const [refused, ...others] = outcomesOf([...FRIENDS, ask(at)]);
      const answer = refused?.sessions.find(({ session }) => session === 'romeo/orchard')?.receives[0];
      expect(JSON.stringify(answer?.further)).toContain('service-unavailable');
      expect(others).toEqual([]);
    }
  });
});

describe('versions', () => {
  it('let a server answer with the changes alone', () => {
    const outcomes = outcomesOf([
      login('juliet/balcony'),
      { kind: 'roster-set', session: 'juliet/balcony', contact: 'romeo', name: '', groups: [] },
      { kind: 'roster-get', session: 'juliet/balcony', isVersioned: true },
    ]);
    expect(outcomes.map(({ name }) => name)).toEqual(['as required', 'no version', 'changes only', 'changes lost']);
    expect(receivedAt(outcomes[2], 'juliet/balcony')).toEqual(['iq result', 'iq set query=${only}']);
  });
});

/** Whether an act may bring a stanza at a session, of this name and type and from this address. */
const mayBring = (acts: readonly Act[], session: string, like: readonly string[]): boolean =>
  outcomesOf(acts).some(({ sessions }) => {
    const { receives = [], may = [] } = sessions.find((one) => one.session === session) ?? {};
    const all = [...receives.map(({ pattern }) => pattern), ...may];
    return all.some((pattern) => like.every((part) => JSON.stringify(pattern).includes(part)));
  });

describe('what no sentence forbids', () => {
  const connect = (session: string): Act => ({ kind: 'connect', session });

  it('is a second copy of the presence of a new resource at the others: a server may probe its own user', () => {
    const [first] = outcomesOf([login('juliet/balcony'), login('juliet/chamber')]);
    const { receives = [], may = [] } = first?.sessions.find(({ session }) => session === 'juliet/balcony') ?? {};
    const isOfChamber = (pattern: XmlElement) => pattern.attrs['from'] === '${juliet/chamber}';
    expect([receives.map(({ pattern }) => pattern), may].map((some) => some.filter(isOfChamber).length)).toEqual([
      1, 1,
    ]);
  });

  it('is a push at a resource that has not asked for the roster, also where no other one has', () => {
    const acts = [connect('romeo/orchard'), move('romeo/orchard', 'juliet', 'subscribe')];
    expect(mayBring(acts, 'romeo/orchard', ['"iq"', '"set"', '${juliet}'])).toBe(true);
  });

  it('is an approval at an available resource that has not asked for the roster', () => {
    const acts: readonly Act[] = [
      connect('romeo/garden'),
      { kind: 'available', session: 'romeo/garden', says: {} },
      ...FRIENDS.slice(0, 2),
      move('romeo/orchard', 'juliet', 'subscribe'),
      move('juliet/balcony', 'romeo', 'subscribed'),
    ];
    expect(mayBring(acts, 'romeo/garden', ['"subscribed"'])).toBe(true);
  });

  it('is the end of a resource that was never available, for those who see the user', () => {
    const acts: readonly Act[] = [...FRIENDS, connect('juliet/chamber'), { kind: 'drop', session: 'juliet/chamber' }];
    for (const session of ['juliet/balcony', 'romeo/orchard'])
      expect(mayBring(acts, session, ['"unavailable"', '${juliet/chamber}'])).toBe(true);
  });

  it('is an address that comes back as it was written', () => {
    const leave: Act = { kind: 'move', session: 'romeo/orchard', to: 'juliet', type: 'unsubscribe', capitals: true };
    expect(mayBring([...FRIENDS, leave], 'romeo/orchard', ['"unavailable"', '${capitals:juliet}/balcony'])).toBe(true);
  });

  it('is silence about a request that a resource has received, at one of negative priority', () => {
    const acts: readonly Act[] = [
      login('juliet/balcony'),
      login('romeo/orchard'),
      move('romeo/orchard', 'juliet', 'subscribe'),
      login('juliet/chamber'),
      { kind: 'login', session: 'juliet/attic', says: { priority: -1 }, isVersioned: false },
    ];
    const [first] = outcomesOf(acts, { 3: 'requests delivered again' });
    expect(receivedAt(first, 'juliet/attic').filter((one) => one.includes('subscribe'))).toEqual([]);
  });
});

/** The outcome of the last act with this name, or with this part of one. */
const named = (acts: readonly Act[], name: string) => outcomesOf(acts).find((one) => one.name.includes(name));

describe('a known violation', () => {
  const leave: Act = { kind: 'move', session: 'romeo/orchard', to: 'juliet', type: 'unsubscribe' };
  const tails = (outcome: PlayOutcome<World> | undefined) => outcome?.violates.map((id) => id.replace('rfc6121-', ''));

  it('is a missing stanza that changes nothing, and everything is afterwards as required', () => {
    const outcomes = outcomesOf([...FRIENDS, leave]);
    const lacking = outcomes.find(({ name }) => name.includes('goodbye to the user left out'));
    expect(tails(lacking)).toEqual(['3.3.3-e']);
    expect(receivedAt(lacking, 'romeo/orchard')).not.toContain('presence unavailable ${juliet/balcony}');
    expect(lacking?.world).toEqual(outcomes[0]?.world);
  });

  it('is initial presence that its own session misses', () => {
    expect(tails(named([login('juliet/balcony')], 'initial presence'))).toEqual(['4.2.2-b']);
  });

  it('is an approval that nobody has asked for: routed, or the subscription is mutual afterwards', () => {
    const acts = [...FRIENDS, move('romeo/orchard', 'juliet', 'subscribed')];
    expect(tails(named(acts, 'approval routed'))).toEqual(['A.2.3-b', '3.4.2-d']);
    const granted = named(acts, 'approved without a request');
    expect(tails(granted)).toEqual(['A.2.3-b', 'A.2.3-d', 'A.3.3-a']);
    expect(receivedAt(granted, 'juliet/balcony')).toContain('presence subscribed ${romeo}');
    const hidden = named(acts, 'not shown');
    expect([tails(hidden), receivedAt(hidden, 'juliet/balcony')]).toEqual([
      ['A.2.3-b', 'A.2.3-d', 'A.3.3-a'],
      ['presence ${romeo/orchard}', 'iq set query=${only}'],
    ]);
    const states = ['juliet romeo', 'romeo juliet'].map((pair) => granted?.world.relations[pair]?.state);
    expect(states).toEqual(['Both', 'Both']);
  });

  it('is a pre-approval that is routed, of somebody who is in the roster although the state needs no item', () => {
    const set: Act = { kind: 'roster-set', session: 'romeo/orchard', contact: 'juliet', name: '', groups: [] };
    const acts = [...FRIENDS.slice(0, 2), move('romeo/orchard', 'juliet', 'subscribed')];
    expect(tails(named(acts, 'approval routed'))).toEqual(['A.2.3-b', '3.4.2-f']);
    expect(tails(named([...acts.slice(0, 2), set, ...acts.slice(2)], 'approval routed'))).toEqual([
      'A.2.3-b',
      '3.4.2-d',
    ]);
  });

  it('is an approval that changes the roster of the user and is not shown: whoever sent it has kept its rules', () => {
    const away: Act = { kind: 'unavailable', session: 'romeo/orchard', says: {} };
    const acts = [...FRIENDS.slice(0, 2), move('juliet/balcony', 'romeo', 'subscribed')];
    for (const before of [[], [away]]) {
      const answered = [...acts, ...before, move('romeo/orchard', 'juliet', 'subscribe')];
      expect(
        tails(outcomesOf(answered, { 2: 'pre-approved' }).find(({ name }) => name === 'approved, approval left out')),
      ).toEqual(['A.3.3-d', '3.1.6-b']);
    }
  });

  it('is an approval from elsewhere that changes the roster although nobody here has asked', () => {
    const setting = { topology: 'remote', offers: () => true } as const;
    let world = RFC6121.begin(setting);
    const acts = [
      login('juliet/balcony'),
      move('romeo/orchard', 'juliet', 'subscribe'),
      move('juliet/balcony', 'romeo', 'subscribed'),
    ];
    for (const act of acts) world = RFC6121.outcomes(world, act)[0]?.world ?? world;
    const outcomes = RFC6121.outcomes(world, move('romeo/orchard', 'juliet', 'subscribed'));
    const granted = outcomes.find(({ name }) => name.includes('approved without a request'));
    expect([tails(granted), granted?.world.relations['juliet romeo']?.state]).toEqual([['A.3.3-a'], 'Both']);
  });

  it('is the removal of what is not in the roster', () => {
    const remove: Act = { kind: 'roster-remove', session: 'juliet/balcony', contact: 'romeo' };
    expect(tails(named([login('juliet/balcony'), remove], 'removed all the same'))).toEqual(['2.5.3-a']);
  });

  it('is the presence of another resource than the one that a probe asks about', () => {
    const probe: Act = { kind: 'probe', session: 'romeo/orchard', to: { user: 'juliet', at: 'nowhere' } };
    expect(tails(named([...FRIENDS, probe], 'other resources shown'))).toEqual(['4.3.2-k']);
  });

  it('is unavailable presence for a contact whose item is removed and who was no subscriber', () => {
    const remove: Act = { kind: 'roster-remove', session: 'romeo/orchard', contact: 'juliet' };
    expect(tails(named([...FRIENDS, remove], 'goodbye to a stranger'))).toEqual(['11-b', '11-c']);
    expect(named([...FRIENDS, { ...remove, session: 'juliet/balcony', contact: 'romeo' }], 'stranger')).toBeUndefined();
  });
});

describe('a pre-approval that a request has met', () => {
  it('may still be there: a later request is answered, or the user is asked', () => {
    const leave: Act = { kind: 'move', session: 'romeo/orchard', to: 'juliet', type: 'unsubscribe' };
    const outcomes = outcomesOf(
      [
        login('juliet/balcony'),
        login('romeo/orchard'),
        move('juliet/balcony', 'romeo', 'subscribed'),
        move('romeo/orchard', 'juliet', 'subscribe'),
        leave,
        move('romeo/orchard', 'juliet', 'subscribe'),
      ],
      { 2: 'pre-approved' },
    ).filter(({ violates }) => violates.length === 0);
    const states = outcomes.map(({ world }) => world.relations['juliet romeo']?.state);
    expect([...new Set(states)].sort()).toEqual(['From', 'None + Pending In']);
  });
});

describe('the rule that is charged', () => {
  it('of a push that nothing has caused is none: rules on pushes are about those that must come', () => {
    for (const { proves } of outcomesOf([login('juliet/balcony'), { kind: 'drop', session: 'juliet/balcony' }]))
      expect(proves).not.toContain('rfc6121-12-p');
  });

  const rulesAt = (acts: readonly Act[], session: string, type: string): readonly string[] =>
    (outcomesOf(acts)[0]?.sessions.find((one) => one.session === session)?.receives ?? [])
      .filter(({ pattern }) => pattern.attrs['type'] === type)
      .flatMap(({ proves }) => proves);

  it('of an answer with another error is not that there is an answer', () => {
    const ask: Act = { kind: 'ask', session: 'juliet/balcony', to: { user: 'paris' }, type: 'get', payload: 'disco' };
    expect(rulesAt([login('juliet/balcony'), ask], 'juliet/balcony', '${oneof:result|error}')).toEqual([
      'rfc6120-8.2.3-a',
    ]);
  });

  it('of an approval that an interested resource misses which is not available is about its delivery', () => {
    const acts: readonly Act[] = [
      login('juliet/balcony'),
      login('romeo/orchard'),
      { kind: 'unavailable', session: 'romeo/orchard', says: {} },
      move('romeo/orchard', 'juliet', 'subscribe'),
      move('juliet/balcony', 'romeo', 'subscribed'),
    ];
    expect(rulesAt(acts, 'romeo/orchard', 'subscribed')).toEqual(['rfc6121-A.3.3-d', 'rfc6121-3.1.6-b']);
  });
});

describe('two servers', () => {
  const between: Setting = { topology: 'federated', offers: () => true };
  const leave: Act = { kind: 'move', session: 'romeo/orchard', to: 'juliet', type: 'unsubscribe' };
  const namesOf = (acts: readonly Act[], names = {}, setting = between) =>
    outcomesOf(acts, names, setting).map(({ name }) => name);
  const show = (session: string): Act => ({ kind: 'available', session, says: { show: 'dnd' } });

  it('may disagree on an approval that nobody has asked for: the one of its sender grants it, the other one keeps its rules', () => {
    const acts = [...FRIENDS, move('romeo/orchard', 'juliet', 'subscribed')];
    const granted = outcomesOf(acts, {}, between).find(({ name }) => name === 'ignored, approved without a request');
    const states = ['romeo juliet', 'juliet romeo'].map((pair) => granted?.world.relations[pair]?.state);
    expect([granted?.violates, states]).toEqual([['rfc6121-A.2.3-d'], ['Both', 'From']]);
    expect(namesOf(acts, {}, { ...between, topology: 'local' })).not.toContain('ignored, approved without a request');
  });

  it('have habits of their own: what one is known to do, the other one need not', () => {
    const spared = 'silent contacts spared';
    const choices = (acts: readonly Act[]) =>
      namesOf(acts, { 4: spared }).filter((name) => name === 'as required' || name === spared);
    const acts = [...FRIENDS, show('juliet/balcony')];
    expect(choices(acts)).toEqual(['as required', spared]);
    expect(choices([...acts, show('juliet/balcony')])).toEqual([spared]);
    const others = [
      login('nurse/hall'),
      move('juliet/balcony', 'nurse', 'subscribe'),
      move('nurse/hall', 'juliet', 'subscribed'),
    ];
    expect(choices([...acts, ...others, show('nurse/hall')])).toEqual(['as required', spared]);
  });

  it('have features of their own', () => {
    const setting = { ...between, offers: (_: string, actor: string) => actor === 'juliet' };
    const get = (session: string): Act => ({ kind: 'roster-get', session, isVersioned: false });
    expect(namesOf([login('juliet/balcony'), get('juliet/balcony')], {}, setting)).toEqual([
      'as required',
      'no version',
    ]);
    expect(namesOf([login('romeo/orchard'), get('romeo/orchard')], {}, setting)).toEqual(['as required']);
  });

  it('need not probe for a second resource of a user, and may', () => {
    const acts = [...FRIENDS, login('romeo/garden')];
    const news = 'presence ${juliet/balcony}';
    expect(receivedAt(outcomesOf(acts)[0], 'romeo/garden')).toContain(news);
    const [first] = outcomesOf(acts, {}, between);
    expect(receivedAt(first, 'romeo/garden')).not.toContain(news);
    const { may = [] } = first?.sessions.find(({ session }) => session === 'romeo/garden') ?? {};
    expect(may.map(summary)).toContain(news);
  });

  it('need not tell a session that they are gone which has told them so by directed presence', () => {
    const told = (last: readonly Act[]) => {
      const acts: readonly Act[] = [
        { kind: 'login', session: 'romeo/orchard', says: {}, isVersioned: false },
        { kind: 'login', session: 'mercutio/street', says: {}, isVersioned: false },
        { kind: 'direct', session: 'romeo/orchard', to: { user: 'mercutio' }, isAvailable: true, says: {} },
        ...last,
        { kind: 'disconnect', session: 'romeo/orchard' },
      ];
      const [outcome] = outcomesOf(acts, {}, between);
      return outcome?.sessions.some(({ session, receives }) => session === 'mercutio/street' && receives.length > 0);
    };
    const away: Act = {
      kind: 'direct',
      session: 'mercutio/street',
      to: { user: 'romeo' },
      isAvailable: false,
      says: {},
    };
    expect(told([])).toBe(true);
    expect(told([away])).toBe(false);
    expect(told([{ ...away, to: { user: 'juliet' } }])).toBe(true);
  });

  it('are not asked how they route an address in capitals', () => {
    let world = RFC6121.begin(between);
    for (const act of FRIENDS) world = RFC6121.outcomes(world, act)[0]?.world ?? world;
    const isPossible = (act: Act) => RFC6121.fitting([world], act) !== undefined;
    expect(isPossible(leave)).toBe(true);
    expect(isPossible({ ...leave, capitals: true })).toBe(false);
    expect(isPossible({ ...leave, to: 'nurse', capitals: true })).toBe(true);
  });
});

describe('bursts', () => {
  const ask = (session: string, payload: string): Act => ({
    ...{ kind: 'ask', type: 'get', to: { user: 'romeo' } },
    ...{ session, payload },
  });
  const available: Act = { kind: 'available', session: 'juliet/balcony', says: {} };
  const burst = (...acts: readonly Act[]): Act => ({ kind: 'burst', session: 'juliet/balcony', acts });
  const setting: Setting = { topology: 'local', offers: () => true };
  const connected = () => {
    const connect: Act = { kind: 'connect', session: 'juliet/balcony' };
    const start = RFC6121.begin(setting);
    return RFC6121.outcomes(start, connect)[0]?.world ?? start;
  };

  it('send and expect the stanzas of all their acts, each with an id of its own', () => {
    const both = burst(ask('juliet/balcony', 'disco'), ask('juliet/balcony', 'letter'));
    const steps = RFC6121.steps(connected(), both).map((step) => (step.kind === 'send' ? step.stanza.attrs['id'] : ''));
    const [outcome] = RFC6121.outcomes(connected(), both);
    const answers = outcome?.sessions.flatMap(({ receives }) => receives.map(({ pattern }) => pattern.attrs['id']));
    expect(new Set(steps).size).toBe(2);
    expect(answers).toEqual(steps);
    expect(outcome?.world.acts).toBe(connected().acts + 2);
  });

  it('leave out acts that cannot be done, and initial presence, which contacts answer whenever they do', () => {
    const [one, other] = [ask('juliet/balcony', 'disco'), ask('juliet/balcony', 'letter')];
    const self: Act = { ...one, to: { user: 'juliet', at: 'juliet/balcony' } } as Act;
    expect(RFC6121.fitting([connected()], burst(one, self, available, other))).toEqual(burst(one, other));
    expect(RFC6121.fitting([connected()], burst(one, self))).toEqual(one);
    expect(RFC6121.fitting([connected()], burst(available))).toBeUndefined();
  });
});

describe('probes of a subscriber', () => {
  it('may be answered for a resource that is not available and has shown itself by direction', () => {
    const acts: readonly Act[] = [
      ...FRIENDS,
      { kind: 'connect', session: 'juliet/chamber' },
      { kind: 'direct', session: 'juliet/chamber', to: { user: 'romeo' }, isAvailable: true, says: {} },
      { kind: 'probe', session: 'romeo/orchard', to: { user: 'juliet', at: 'juliet/chamber' } },
    ];
    expect(mayBring(acts, 'romeo/orchard', ['presence', '', '${juliet/chamber}'])).toBe(true);
  });
});

describe('what a server must refuse', () => {
  it.each([
    ['empty group', 'rfc6121-2.3.3-f', 3],
    ['repeated group', 'rfc6121-2.3.3-d', 3],
    ['two items', 'rfc6121-2.3.3-c', 1],
  ] as const)('is a roster set with: %s', (fault, rule, ways) => {
    const outcomes = outcomesOf([
      login('juliet/balcony'),
      { kind: 'roster-refused', session: 'juliet/balcony', contact: 'romeo', fault },
    ]);
    expect(receivedAt(outcomes[0], 'juliet/balcony')).toEqual(['iq error error=']);
    expect(outcomes.map(({ violates }) => violates)).toEqual([[], [rule], [rule]].slice(0, ways));
  });

  it('is presence of an unknown type', () => {
    const outcomes = outcomesOf([
      login('juliet/balcony'),
      login('romeo/orchard'),
      { kind: 'odd-presence', session: 'juliet/balcony', to: { user: 'romeo' } },
    ]);
    expect(receivedAt(outcomes[0], 'juliet/balcony')).toEqual(['presence error error=']);
    expect(outcomes.map(({ violates }) => violates)).toEqual([[], ['rfc6121-4.7.1-d']]);
  });
});
