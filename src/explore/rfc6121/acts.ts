// Acts of every kind as arbitraries of fast-check. They shrink to the first users, to fewer resources and to shorter content.

import fc, { type Arbitrary } from 'fast-check';
import type { Setting } from '../play-model.ts';
import type { Act, Address, Content, Said, Says } from './act.ts';
import { NOBODY, refsOf, usersOf } from './cast.ts';
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

/** Acts of every kind. */
export function acts({ topology }: Setting): Arbitrary<Act> {
  const users = usersOf(topology);
  const all = users.flatMap((user) => refsOf(user, topology));
  const session = fc.constantFrom(...all);
  const user = fc.constantFrom(...users);
  const capitals = fc.constantFrom(undefined, undefined, undefined, undefined, true as const);
  const contact = fc.constantFrom(...users, NOBODY);
  const act = <Kind extends Act['kind']>(kind: Kind, rest: Readonly<Record<string, Arbitrary<unknown>>> = {}) =>
    fc.record({ session, ...rest }).map((value) => tidy({ kind, ...value }) as unknown as Act);
  const address: Arbitrary<Address> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ user: contact }) },
    { weight: 3, arbitrary: session.map((at): Address => ({ user: userOf(at), at })) },
    { weight: 1, arbitrary: fc.record({ user: contact, at: fc.constant('nowhere') }) },
    {
      weight: 1,
      arbitrary: session.map((at): Address => ({ user: userOf(at), at: at.replace(/.*\//, '').toUpperCase() })),
    },
    { weight: 1, arbitrary: fc.record({ user: contact, capitals: fc.constant(true) }) },
  );
  return fc.oneof(
    { weight: 6, arbitrary: act('login', { says, isVersioned: fc.boolean() }) },
    { weight: 2, arbitrary: act('connect') },
    { weight: 2, arbitrary: act('disconnect') },
    { weight: 1, arbitrary: act('drop') },
    { weight: 3, arbitrary: act('roster-get', { isVersioned: fc.boolean() }) },
    {
      weight: 4,
      arbitrary: act('roster-set', {
        contact,
        capitals,
        name: fc.constantFrom(...NAMES),
        groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: act('roster-remove', { contact, capitals }) },
    { weight: 6, arbitrary: act('available', { says }) },
    { weight: 2, arbitrary: act('unavailable', { says }) },
    {
      weight: 14,
      arbitrary: act('move', {
        to: user,
        capitals,
        type: fc.constantFrom(...MOVES),
        status: optional(fc.constantFrom('Nurse?', '請')),
      }),
    },
    { weight: 5, arbitrary: act('direct', { to: address, isAvailable: fc.constantFrom(true, true, false), says }) },
    {
      weight: 12,
      arbitrary: act('message', {
        to: address,
        type: fc.constantFrom('chat', undefined, 'normal', 'headline', 'groupchat', 'error'),
        tail,
        content,
      }),
    },
    {
      weight: 5,
      arbitrary: act('ask', {
        to: address,
        type: fc.constantFrom('get', 'set'),
        payload: fc.constantFrom('letter', 'disco'),
      }),
    },
    { weight: 1, arbitrary: act('fill') },
    { weight: 5, arbitrary: act('move-all', { type: fc.constantFrom(...MOVES), isInbound: fc.boolean() }) },
    { weight: 3, arbitrary: act('probe', { to: address }) },
    { weight: 5, arbitrary: act('answer', { type: fc.constantFrom('result', 'error') }) },
  );
}
