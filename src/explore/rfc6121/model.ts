// RFC 6121 as a model of plays: which acts there are, and what the standard permits to come of each.

import type { PlayModel, PlayOutcome } from '../play-model.ts';
import type { Act } from './act.ts';
import { acts } from './acts.ts';
import { always, type Effect, inTurn, toOutcome } from './branch.ts';
import { actors } from './cast.ts';
import { ends, goes } from './departure.ts';
import { directs } from './direct.ts';
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
import { fills, sets } from './roster.ts';
import { gets } from './roster-get.ts';
import { childrenOf, stepsOf } from './stanzas.ts';
import { begin, userOf, type World, withSession } from './world.ts';

/** The model of RFC 6121. */
export const RFC6121: PlayModel<World, Act> = {
  actors,
  begin,
  acts,
  isPossible,
  steps: stepsOf,
  outcomes: (world, act) => outcomes(world, act),
};

const outcomes = (world: World, act: Act): readonly PlayOutcome<World>[] =>
  withLeftOut(effectOf(world, act)(world)).map(toOutcome);

const connects = (session: string): Effect =>
  inTurn(
    always((world) => ({ world: withSession(world, session, { isConnected: true }) })),
    handedOver(session),
  );

function effectOf(_: World, act: Act): Effect {
  if (act.kind === 'answer') return answers(act);
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
    case 'probe':
      return probes(act);
  }
}
