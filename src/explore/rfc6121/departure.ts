// RFC 6121 4.5 and 4.6.3: a session becomes unavailable, or its stream ends.

import type { XmlElement } from '../../model/xml.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { always, type Branch, branch, type Effect, inTurn } from './branch.ts';
import { ids } from './cast.ts';
import { broadcast, GONE, maybe, type News, told } from './presence.ts';
import {
  availableOf,
  isAway,
  isShown,
  othersOf,
  sessionOf,
  silentOf,
  userOf,
  type World,
  withoutPresence,
  withSession,
} from './world.ts';

/** Who has got directed presence and must, or may, hear that the session is gone (4.6.3). */
function toldGone(world: World, ref: string, news: News): Partial<Branch> {
  const user = userOf(ref);
  const { told: entries, presence } = sessionOf(world, ref);
  const stanzas = entries.map(({ to, isDue }) => {
    const contact = userOf(to);
    const isWhole = to === contact;
    const reached =
      isWhole || isAway(world, contact) ? availableOf(world, contact) : [to].filter((one) => isThere(world, one));
    // Who has subscribed meanwhile is a subscriber like others (4.6.1): the broadcast is for the account.
    const isCovered = isShown(world, user, contact) && presence !== undefined;
    const unseen = isWhole ? silentOf(world, contact) : [];
    const bare = { ...news };
    return {
      receives:
        isDue && !isCovered
          ? reached.map((one) => told(one, { from: bare.from, type: bare.type }, ids('4.6.3-h')))
          : [],
      may: (isDue && !isCovered ? unseen : [...reached, ...unseen]).map((one) =>
        maybe(one, { from: bare.from, type: bare.type }),
      ),
    };
  });
  const all = stanzas.flatMap(({ receives }) => receives);
  return {
    receives: unique(world, all),
    may: [...stanzas.flatMap(({ may }) => may), ...all.filter((one) => !unique(world, all).includes(one))],
  };
}

/** One stanza a session, where two addresses are the same one. A remote domain gets one for each address. */
const unique = (world: World, stanzas: readonly ExpectedStanza[]): readonly ExpectedStanza[] =>
  stanzas.filter(
    ({ session }, at) => isAway(world, userOf(session)) || stanzas.findIndex((one) => one.session === session) === at,
  );

const isThere = (world: World, ref: string): boolean => sessionOf(world, ref).isConnected;

/** Whoever was told that a session has gone need not tell it the same of its own: see 4.6.1. `hearer`: the user; absent: everybody. */
export function forgotten(world: World, ref: string, hearer?: string): World {
  const isHearer = (user: string) => user !== userOf(ref) && user === (hearer ?? user);
  const refs = Object.keys(world.sessions).filter((other) => isHearer(userOf(other)));
  return refs.reduce((after, other) => {
    const { told } = sessionOf(after, other);
    const isIt = (to: string) => to === ref || to === userOf(ref);
    if (!told.some(({ to, isDue }) => isDue && isIt(to))) return after;
    return withSession(after, other, { told: told.map((one) => (isIt(one.to) ? { ...one, isDue: false } : one)) });
  }, world);
}

/** What the server knew of remote contacts it need not know when nobody of the user is there any more. */
function unknown(world: World, user: string): World {
  if (isAway(world, user) || availableOf(world, user).length > 0) return world;
  const far = othersOf(world, user).filter((contact) => isAway(world, contact));
  return far.flatMap((contact) => availableOf(world, contact)).reduce(withoutPresence, world);
}

/** Whoever may see the user's presence may hear that a session is gone which was not available: they learn nothing that is hidden from them. */
function neverThere(world: World, ref: string, news: News): Partial<Branch> {
  const { receives = [], may = [] } = broadcast(world, ref, news, GONE);
  return { may: [...receives, ...may].map((stanza) => ({ ...stanza, proves: [] })) };
}

/** The session becomes unavailable; `children`: what its own stanza says, if it sends one. */
export const goes =
  (ref: string, children?: readonly XmlElement[]): Effect =>
  (world) => {
    const news: News = { from: `\${${ref}}`, type: 'unavailable', ...(children && { children }) };
    const session = sessionOf(world, ref);
    const gone = withSession(withoutPresence(world, ref), ref, { told: [], hushed: [] });
    const after = unknown(forgotten(gone, ref), userOf(ref));
    const parts = session.presence === undefined ? neverThere(world, ref, news) : broadcast(world, ref, news, GONE);
    const echo =
      session.presence !== undefined && session.isConnected ? [maybe(ref, { from: news.from, type: news.type })] : [];
    const directed = toldGone(world, ref, news);
    return [
      branch(after, {
        receives: [...(parts.receives ?? []), ...(directed.receives ?? [])],
        may: [...(parts.may ?? []), ...(directed.may ?? []), ...echo],
      }),
    ];
  };

/** The stream of a session ends: nothing arrives there any more. */
export const ends = (ref: string): Effect =>
  inTurn(
    always((world) => ({ world: withSession(world, ref, { isConnected: false }) })),
    goes(ref),
    always((world) => ({
      world: { ...withSession(world, ref, { isInterested: false }), open: world.open.filter(({ at }) => at !== ref) },
    })),
  );
