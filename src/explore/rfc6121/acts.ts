// Acts of every kind as arbitraries of fast-check. They shrink to the first users, to fewer resources and to shorter content.

import fc, { type Arbitrary } from 'fast-check';
import type { Topology } from '../../model/case.ts';
import type { Setting } from '../play-model.ts';
import type { Act, Address, Content, Said, Says } from './act.ts';
import { FIRST, NOBODY, refsOf, usersOf } from './cast.ts';
import { userOf } from './world.ts';

const MOVES = ['subscribe', 'subscribed', 'unsubscribed', 'unsubscribe'] as const;

/** Whatever may be missing, is missing half of the time: what was said before must not be said again. */
const optional = <T>(of: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(of, { nil: undefined, freq: 2 });

/** Without the keys whose value is `undefined`. */
const tidy = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** What presence says. */
const says: Arbitrary<Says> = fc
  .record({
    show: optional(fc.constantFrom('away', 'chat', 'dnd', 'xa')),
    status: optional(fc.constantFrom('here', '', 'in the garden', 'été 薔薇', ' between two blanks ')),
    priority: optional(fc.constantFrom(0, 1, -1, 5, 127, -128)),
  })
  .map((value) => tidy(value) as Says);

const NAMES = ['Montague', '', 'My Nurse', '羅密歐', ' a name ', 'a & b < c'];
const GROUPS = ['Friends', 'friends', ' Friends ', 'Verona, Italy', '朋友'];

const LANGUAGES = [undefined, 'en', 'de', 'zh'];

const WORDS = [
  'Ay me',
  ' she speaks ',
  'été ☀ 薔薇',
  '𝒜stral 🌹 letters',
  'a < b & "c" > \'d\'',
  'two\nlines',
  'tab\tand  two blanks',
];

/** Texts about the lengths at which a server may cut. */
const LONG = [254, 255, 256, 1023, 1024, 1025, 4095, 4097, 20_000];

const text: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.constantFrom(...LONG).map((length) => `\${text:${length}}`) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG.slice(0, 6)).map((length) => '薔'.repeat(length)) },
);

/** Texts, each in another language. */
const texts = (minLength: number): Arbitrary<Content['bodies']> =>
  fc
    .uniqueArray(fc.record({ text, lang: fc.constantFrom(...LANGUAGES) }), {
      minLength,
      maxLength: 4,
      selector: ({ lang }) => lang,
    })
    .map((all) => all.map((one) => tidy(one) as Said));

/** What a message says: every message has a body. */
const content: Arbitrary<Content> = fc
  .record({
    bodies: texts(1),
    subjects: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: texts(1) }),
    thread: optional(
      fc
        .record({
          text: fc.constantFrom('e0ffe42b28561960c6b12b944a092794b9683a38', ' a thread '),
          parent: optional(fc.constantFrom('7edac73ab41e45c4aafa7b2d7b749080')),
        })
        .map(tidy),
    ),
    extension: optional(text),
  })
  .map((value) => tidy(value) as Content);

/** Ends of ids: the whole has up to some 200 characters, of every legal form. */
const tail: Arbitrary<string> = fc.constantFrom(
  '',
  '-A',
  'ABCdef',
  ' with blanks',
  '/\\?&<>"\'#',
  '薔薇🌹',
  'x'.repeat(40),
  'Y'.repeat(180),
);

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

/** Acts of every kind: single ones, and those that lead into states which single ones seldom reach. */
export const acts = (setting: Setting): Arbitrary<readonly Act[]> =>
  fc.oneof({ weight: 6, arbitrary: singleAct(setting).map((act) => [act]) }, { weight: 1, arbitrary: scene(setting) });

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

/** An act of any kind. */
function singleAct({ topology }: Pick<Setting, 'topology'>): Arbitrary<Act> {
  const users = usersOf(topology);
  const local = sessionsFrom(topology === 'remote' ? [FIRST] : users, topology);
  const session = sessionsFrom(users, topology);
  const capitals = fc.constantFrom(undefined, undefined, undefined, undefined, true as const);
  const who = fc.nat(29);
  const make = (kind: Act['kind'], value: object) => tidy({ kind, ...value }) as unknown as Act;
  type Parts = Readonly<Record<string, Arbitrary<unknown>>>;
  /** An act of a session with an account on the server under test. */
  const own = (kind: Act['kind'], rest: Parts = {}) =>
    fc.record({ session: local, ...rest }).map((value) => make(kind, value));
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
  return fc.oneof(
    { weight: 8, arbitrary: own('login', { says, isVersioned: fc.boolean() }) },
    { weight: 2, arbitrary: own('connect') },
    { weight: 2, arbitrary: own('disconnect') },
    { weight: 1, arbitrary: own('drop') },
    { weight: 4, arbitrary: own('roster-get', { isVersioned: fc.boolean() }) },
    {
      weight: 4,
      arbitrary: item('roster-set', {
        name: fc.constantFrom(...NAMES),
        groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: item('roster-remove') },
    { weight: 7, arbitrary: own('available', { says }) },
    { weight: 2, arbitrary: own('unavailable', { says }) },
    { weight: 16, arbitrary: move },
    { weight: 5, arbitrary: own('move-all', { type: fc.constantFrom(...MOVES), isInbound: fc.boolean() }) },
    { weight: 1, arbitrary: own('fill') },
    { weight: 5, arbitrary: towards('direct', { isAvailable: fc.constantFrom(true, true, false), says }) },
    { weight: 4, arbitrary: towards('probe') },
    {
      weight: 12,
      arbitrary: towards('message', {
        type: fc.constantFrom('chat', undefined, 'normal', 'headline', 'groupchat', 'error'),
        tail,
        content,
      }),
    },
    {
      weight: 6,
      arbitrary: towards('ask', { type: fc.constantFrom('get', 'set'), payload: fc.constantFrom('letter', 'disco') }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constantFrom('result', 'error') }).map((value) => make('answer', value)),
    },
  );
}
