// What stanzas of plays say, as arbitraries of fast-check.

import fc, { type Arbitrary } from 'fast-check';
import type { Content, Said, Says } from './act.ts';

/** Whatever may be missing, is missing half of the time: what was said before must not be said again. */
export const optional = <T>(of: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(of, { nil: undefined, freq: 2 });

/** Without the keys whose value is `undefined`. */
export const tidy = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** What presence says. */
export const says: Arbitrary<Says> = fc
  .record({
    show: optional(fc.constantFrom('away', 'chat', 'dnd', 'xa')),
    status: optional(fc.constantFrom('here', '', 'in the garden', 'été 薔薇', ' between two blanks ')),
    priority: optional(fc.constantFrom(0, 1, -1, 5, 127, -128)),
  })
  .map((value) => tidy(value) as Says);

/** Names of roster items. */
export const NAMES = ['Montague', '', 'My Nurse', '羅密歐', ' a name ', 'a & b < c'];
/** Groups of roster items. */
export const GROUPS = ['Friends', 'friends', ' Friends ', 'Verona, Italy', '朋友'];

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
export const content: Arbitrary<Content> = fc
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
export const tail: Arbitrary<string> = fc.constantFrom(
  '',
  '-A',
  'ABCdef',
  ' with blanks',
  '/\\?&<>"\'#',
  '薔薇🌹',
  'x'.repeat(40),
  'Y'.repeat(180),
);
