// RFC 6121 as a model of plays: which acts there are, and what the standard permits to come of each.

import { RANDOM_PLAYS } from '../../spec/sections.ts';
import type { PlayModel, PlayOutcome } from '../play-model.ts';
import type { Act, ActOf } from './act.ts';
import { acts } from './acts.ts';
import { always, type Branch, type Effect, inTurn, toOutcome } from './branch.ts';
import { actors } from './cast.ts';
import { ends, forgotten, goes } from './departure.ts';
import { directs, refusesPresence } from './direct.ts';
import { answers, requests } from './iq.ts';
import { withLeftOut } from './left-out.ts';
import { appears } from './login.ts';
import { says } from './message.ts';
import { moves } from './move.ts';
import { movesAll } from './move-all.ts';
import { handedOver } from './offline.ts';
import { isPossible } from './possible.ts';
import { probes } from './probe.ts';
import { removes } from './removal.ts';
import { fills, refusesSet, sets } from './roster.ts';
import { gets } from './roster-get.ts';
import { childrenOf, stepsOf } from './stanzas.ts';
import { begin, sessionOf, userOf, type World, withSession } from './world.ts';

/** The model of RFC 6121. */
export const RFC6121: PlayModel<World, Act> = {
  section: RANDOM_PLAYS,
  actors,
  begin,
  acts,
  sizeOf: (act) => actsIn(act).length,
  fitting: (worlds, act) => {
    const fits = (one: Act) => worlds.every((world) => isPossible(world, one));
    return act.kind === 'burst' ? shortened(worlds, act) : fits(act) ? act : undefined;
  },
  steps: (world, act) => actsIn(act).flatMap((one, at) => stepsOf({ ...world, acts: world.acts + at }, one)),
  outcomes: (world, act) => outcomes(world, act),
};

const outcomes = (world: World, act: Act): readonly PlayOutcome<World>[] =>
  withLeftOut(effectOf(act)(world).map(withHeard)).map(toOutcome);

/** Whoever hears that a session has gone need not tell it of the end of directed presence (4.6.1). */
function withHeard(one: Branch): Branch {
  const heard = [...one.receives, ...one.may].flatMap(({ session, pattern: { name, attrs } }) => {
    const from = /^\$\{([\w/]+)\}$/.exec(attrs['from'] ?? '')?.[1];
    return name === 'presence' && attrs['type'] === 'unavailable' && from !== undefined ? [{ session, from }] : [];
  });
  const world = heard.reduce((now, { session, from }) => forgotten(now, from, userOf(session)), one.world);
  return { ...one, world };
}

/** The acts of a burst, or the act. */
const actsIn = (act: Act): readonly Act[] => (act.kind === 'burst' ? act.acts : [act]);

/** Acts are numbered: ids are made of that. */
const numbered: Effect = always((world) => ({ world: { ...world, acts: world.acts + 1 } }));

/** In how many ways a burst may go, at most: more take too long to judge. */
const MOST_WAYS = 4;

/** Contacts answer initial presence whenever they do. */
const isInitial = (world: World, act: Act): boolean =>
  act.kind === 'available' && sessionOf(world, act.session).presence === undefined;

/** The acts of a burst that can be done one after the other in each of the worlds; undefined: none can. */
function shortened(worlds: readonly World[], burst: ActOf<'burst'>): Act | undefined {
  let now = worlds;
  const acts = burst.acts.filter((act) => {
    if (!now.every((world) => isPossible(world, act) && !isInitial(world, act))) return false;
    const next = now.flatMap((world) => inTurn(effectOf(act), numbered)(world)).map(({ world }) => world);
    if (next.length > MOST_WAYS * worlds.length) return false;
    now = next;
    return true;
  });
  return acts.length > 1 ? { ...burst, acts } : acts[0];
}

const connects = (session: string): Effect =>
  inTurn(
    always((world) => ({ world: withSession(world, session, { isConnected: true }) })),
    handedOver(session),
  );

function effectOf(act: Act): Effect {
  if (act.kind === 'answer') return answers(act);
  if (act.kind === 'burst')
    return inTurn(...act.acts.flatMap((one, at) => (at === 0 ? [effectOf(one)] : [numbered, effectOf(one)])));
  const { session } = act;
  switch (act.kind) {
    case 'connect':
      return connects(session);
    case 'login':
      return inTurn(connects(session), gets(session, act.isVersioned), appears(session, childrenOf(act.says)));
    case 'disconnect':
    case 'drop':
      return ends(session);
    case 'roster-get':
      return gets(session, act.isVersioned);
    case 'roster-set':
      return sets(act);
    case 'roster-refused':
      return refusesSet(act);
    case 'roster-remove':
      return removes(act);
    case 'available':
      return appears(session, childrenOf(act.says));
    case 'unavailable':
      return goes(session, childrenOf({ ...(act.says.status !== undefined && { status: act.says.status }) }));
    case 'move': {
      const children = act.status === undefined ? [] : childrenOf({ status: act.status });
      const { to: contact, type, capitals = false } = act;
      return moves({ user: userOf(session), contact, type, children, capitals });
    }
    case 'direct':
      return directs(act);
    case 'message':
      return says(act);
    case 'ask':
      return requests(act);
    case 'move-all':
      return movesAll(act);
    case 'fill':
      return fills(session);
    case 'odd-presence':
      return refusesPresence(act);
    case 'probe':
      return probes(act);
  }
}
