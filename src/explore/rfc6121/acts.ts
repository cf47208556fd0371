// Acts of every kind as arbitraries of fast-check. They shrink to the first users, to fewer resources and to shorter content.

import fc, { type Arbitrary } from 'fast-check';
import type { Topology } from '../../model/case.ts';
import type { Setting } from '../play-model.ts';
import type { Act, Address, Fault, Says } from './act.ts';
import { FIRST, NOBODY, refsOf, usersOf } from './cast.ts';
import { content, GROUPS, NAMES, optional, says, tail, tidy } from './content.ts';
import { userOf } from './world.ts';

const FAULTS: readonly Fault[] = ['two items', 'repeated group', 'empty group'];
const MOVES = ['subscribe', 'subscribed', 'unsubscribed', 'unsubscribe'] as const;

/** Where a stanza goes, before it is known who sends it. */
interface Target {
  readonly who: number;
  readonly form: 'account' | 'session' | 'nowhere' | 'other case' | 'capitals';
}

/** The users whom a session can write to, by their turn: remote users write to those with an account here. */
function addressee(topology: Topology, session: string, { who, form }: Target): Address {
  const sender = userOf(session);
  const isFar = topology === 'remote' && sender !== FIRST;
  const others = isFar ? [FIRST] : [...usersOf(topology).filter((user) => user !== sender), NOBODY, sender];
  const user = others[who % others.length] ?? FIRST;
  const refs = refsOf(user, topology);
  const at = refs[who % Math.max(1, refs.length)];
  if (form === 'capitals') return { user, capitals: true };
  if (form === 'account') return { user };
  if (form === 'nowhere' || at === undefined) return { user, at: 'nowhere' };
  return { user, at: form === 'session' ? at : at.replace(/.*\//, '').toUpperCase() };
}

/** Sessions to choose from: the first of each user most often, so that many stay connected. */
const sessionsFrom = (users: readonly string[], topology: Topology): Arbitrary<string> =>
  fc.constantFrom(
    ...users.flatMap((user) => {
      const [first = '', ...rest] = refsOf(user, topology);
      return [...Array.from({ length: user === FIRST ? 4 : 2 }, () => first), ...rest];
    }),
  );

/** Acts of every kind: single ones, bursts, and those that lead into states which single ones seldom reach. */
export const acts = (setting: Setting): Arbitrary<readonly Act[]> =>
  fc.oneof(
    { weight: 6, arbitrary: singleAct(setting).map((act) => [act]) },
    { weight: 3, arbitrary: burst(setting).map((act) => [act]) },
    { weight: 1, arbitrary: scene(setting) },
  );

/** Acts of one session that send a stanza each, of which none depends on what others do about the one before. */
const burst = ({ topology }: Setting): Arbitrary<Act> =>
  sessionsFrom(usersOf(topology), topology).chain((session) =>
    fc
      .array(fc.oneof(...actsThatSend(topology, fc.constant(session), fc.constant(session)).apart), {
        minLength: 3,
        maxLength: 9,
      })
      .map((some): Act => ({ kind: 'burst', session, acts: some })),
  );

/** Users who meet, and a user who is away for a while. */
function scene({ topology }: Setting): Arbitrary<readonly Act[]> {
  const session = fc.constantFrom(...usersOf(topology).flatMap((user) => refsOf(user, topology)));
  const login = (at: string, what: Says): Act => ({ kind: 'login', session: at, says: what, isVersioned: false });
  const move = (from: string, to: string, type: (typeof MOVES)[number]): Act => {
    return { kind: 'move', session: from, to: userOf(to), type };
  };
  const meeting = fc.record({ one: session, other: session, says, isMutual: fc.boolean() }).map((drawn) => {
    const { one, other, isMutual } = drawn;
    const known = [move(one, other, 'subscribe'), move(other, one, 'subscribed')];
    const back = [move(other, one, 'subscribe'), move(one, other, 'subscribed')];
    return [login(one, drawn.says), login(other, {}), ...known, ...(isMutual ? back : [])];
  });
  const absence = fc
    .record({
      user: fc.constantFrom(...usersOf(topology)),
      acts: fc.array(singleAct({ topology }), { maxLength: 4 }),
      says,
    })
    .map(({ user, acts: meanwhile, says: afterwards }) => {
      const refs = refsOf(user, topology);
      const goes = refs.map((at): Act => ({ kind: 'disconnect', session: at }));
      return [...goes, ...meanwhile, login(refs[0] ?? '', afterwards)];
    });
  return fc.oneof({ weight: 3, arbitrary: meeting }, { weight: 1, arbitrary: absence });
}

const make = (kind: Act['kind'], value: object) => tidy({ kind, ...value }) as unknown as Act;

type Parts = Readonly<Record<string, Arbitrary<unknown>>>;

/** An act of a session with an account on the server under test. */
const ownAct =
  (local: Arbitrary<string>) =>
  (kind: Act['kind'], rest: Parts = {}): Arbitrary<Act> =>
    fc.record({ session: local, ...rest }).map((value) => make(kind, value));

/** An act of any kind. */
function singleAct({ topology }: Pick<Setting, 'topology'>): Arbitrary<Act> {
  const users = usersOf(topology);
  const local = sessionsFrom(topology === 'remote' ? [FIRST] : users, topology);
  const own = ownAct(local);
  const { apart, others } = actsThatSend(topology, local, sessionsFrom(users, topology));
  return fc.oneof(
    ...apart,
    ...others,
    { weight: 8, arbitrary: own('login', { says, isVersioned: fc.boolean() }) },
    { weight: 2, arbitrary: own('connect') },
    { weight: 2, arbitrary: own('disconnect') },
    { weight: 1, arbitrary: own('drop') },
    { weight: 4, arbitrary: own('roster-get', { isVersioned: fc.boolean() }) },
    { weight: 5, arbitrary: own('move-all', { type: fc.constantFrom(...MOVES), isInbound: fc.boolean() }) },
    { weight: 1, arbitrary: own('fill') },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constantFrom('result', 'error') }).map((value) => make('answer', value)),
    },
  );
}

/**
 * Acts that send one stanza: of the roster and of presence by one of the `local` sessions, another one by any `session`. `apart`: what
 * comes of them changes nothing for their sender, so it does not matter when it comes.
 */
function actsThatSend(topology: Topology, local: Arbitrary<string>, session: Arbitrary<string>) {
  const own = ownAct(local);
  const capitals = fc.constantFrom(undefined, undefined, undefined, undefined, true as const);
  const who = fc.nat(29);
  /** An item of somebody in, or for, the roster. */
  const item = (kind: Act['kind'], rest: Parts = {}) =>
    fc.record({ session: local, who, capitals, ...rest }).map(({ who: nth, ...value }) => {
      const { user } = addressee(topology, value.session, { who: nth, form: 'account' });
      return make(kind, { ...value, contact: user });
    });
  const form = fc.constantFrom<Target['form']>(
    'account',
    'account',
    'session',
    'session',
    'nowhere',
    'other case',
    'capitals',
  );
  /** An act of any session towards an address. */
  const towards = (kind: Act['kind'], rest: Parts = {}) =>
    fc
      .record({ session, who, form, ...rest })
      .map(({ who: nth, form: how, ...value }) =>
        make(kind, { ...value, to: addressee(topology, value.session, { who: nth, form: how }) }),
      );
  const move = fc
    .record({
      session,
      who,
      capitals,
      type: fc.constantFrom(...MOVES),
      status: optional(fc.constantFrom('Nurse?', '請')),
    })
    .map(({ who: nth, ...value }) =>
      make('move', { ...value, to: addressee(topology, value.session, { who: nth, form: 'account' }).user }),
    );
  const others = [
    { weight: 2, arbitrary: item('roster-remove') },
    { weight: 2, arbitrary: own('unavailable', { says }) },
    { weight: 20, arbitrary: move },
    { weight: 4, arbitrary: towards('probe') },
    { weight: 1, arbitrary: towards('odd-presence') },
    { weight: 2, arbitrary: item('roster-refused', { fault: fc.constantFrom(...FAULTS) }) },
  ];
  const apart = [
    {
      weight: 4,
      arbitrary: item('roster-set', {
        name: fc.constantFrom(...NAMES),
        groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 3 }),
      }),
    },
    { weight: 7, arbitrary: own('available', { says }) },
    { weight: 5, arbitrary: towards('direct', { isAvailable: fc.constantFrom(true, true, false), says }) },
    {
      weight: 12,
      arbitrary: towards('message', {
        type: fc.constantFrom('chat', 'chat', undefined, 'normal', 'headline', 'groupchat', 'error', 'whisper'),
        tail,
        content,
      }),
    },
    {
      weight: 6,
      arbitrary: towards('ask', { type: fc.constantFrom('get', 'set'), payload: fc.constantFrom('letter', 'disco') }),
    },
  ];
  return { apart, others };
}
