// Acts of every kind as arbitraries of fast-check. They shrink to the first users, to fewer resources and to shorter content.

import fc, { type Arbitrary } from 'fast-check';
import type { Setting } from '../play-model.ts';
import type { Act, Says } from './act.ts';
import { NOBODY, refsOf, USERS } from './cast.ts';

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

/** Acts of every kind. */
export function acts({ topology }: Setting): Arbitrary<Act> {
  const all = USERS.flatMap((user) => refsOf(user, topology));
  const session = fc.constantFrom(...all);
  const user = fc.constantFrom(...USERS);
  const contact = fc.constantFrom(...USERS, NOBODY);
  const act = <Kind extends Act['kind']>(kind: Kind, rest: Readonly<Record<string, Arbitrary<unknown>>> = {}) =>
    fc.record({ session, ...rest }).map((value) => tidy({ kind, ...value }) as unknown as Act);
  return fc.oneof(
    { weight: 6, arbitrary: act('login', { says }) },
    { weight: 2, arbitrary: act('connect') },
    { weight: 2, arbitrary: act('disconnect') },
    { weight: 1, arbitrary: act('drop') },
    { weight: 3, arbitrary: act('roster-get', { isVersioned: fc.constant(false) }) },
    {
      weight: 4,
      arbitrary: act('roster-set', {
        contact,
        name: fc.constantFrom(...NAMES),
        groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: act('roster-remove', { contact }) },
    { weight: 6, arbitrary: act('available', { says }) },
    { weight: 2, arbitrary: act('unavailable', { says }) },
    {
      weight: 14,
      arbitrary: act('move', { to: user, type: fc.constantFrom(...MOVES), status: optional(fc.constantFrom('Nurse?', '請')) }),
    },
  );
}
