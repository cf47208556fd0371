// Who plays, and what of the standard the model reads as data.

import type { Actor, SessionPlan, Topology } from '../../model/case.ts';
import { loadAppendixA } from '../../spec/appendix-a.ts';
import { loadDeliveryTable } from '../../spec/delivery-table.ts';
import type { Setting } from '../play-model.ts';

/** Users with their resources. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  juliet: ['balcony', 'chamber', 'attic'],
  romeo: ['orchard', 'garden'],
  nurse: ['hall', 'kitchen'],
  mercutio: ['square', 'street'],
  tybalt: ['tomb'],
  benvolio: ['grove'],
  peter: ['kitchen'],
  laurence: ['cell'],
};

/** The users of a topology. More contacts cost nothing where they have no accounts. */
export const usersOf = (topology: Topology): readonly string[] =>
  Object.keys(RESOURCES).slice(0, topology === 'remote' ? undefined : 4);

/** The user who has an account on the server under test in every topology, alone where it is not `local`. */
export const FIRST = 'juliet';

/** An address on the server under test without an account. */
export const NOBODY = 'paris';

/** As many more of these, for large rosters. */
export const CROWD: readonly string[] = Array.from({ length: 12 }, (_, at) => `guest${at + 1}`);

/** The sessions of a user. A remote one has a single session, which sees all that is sent to its address. */
export function refsOf(user: string, topology: Topology): readonly string[] {
  const resources = RESOURCES[user] ?? [];
  const isSingle = topology === 'remote' && user !== FIRST;
  return (isSingle ? resources.slice(0, 1) : resources).map((resource) => `${user}/${resource}`);
}

/** Every user of a play. Sessions of local users are connected by acts, and do nothing by themselves. */
export function actors({ topology }: Setting): readonly Actor[] {
  const users = usersOf(topology).map((name): Actor => {
    const isElsewhere = name !== FIRST;
    const isRemote = topology === 'remote' && isElsewhere;
    const isPeer = topology === 'federated' && isElsewhere;
    const sessions = refsOf(name, topology).map(
      (ref): SessionPlan => ({
        ref,
        resource: ref.slice(name.length + 1),
        roster: false,
        answers: !isRemote,
        atStart: isRemote,
      }),
    );
    return { name, account: 'fresh', isRemote, ...(isPeer && { isPeer }), sessions };
  });
  const absent = [NOBODY, ...CROWD].map((name): Actor => ({ name, account: 'absent', isRemote: false, sessions: [] }));
  return [...users, ...absent];
}

/** Reads a table of the standard at its first use. */
function once<T>(read: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: read() };
    return value.of;
  };
}

export const APPENDIX = once(loadAppendixA);
export const DELIVERY = once(loadDeliveryTable);

/** Requirements of RFC 6121 by the ends of their ids. */
export const ids = (...tails: readonly string[]): readonly string[] => tails.map((tail) => `rfc6121-${tail}`);
