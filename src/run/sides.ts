// The two servers of a federated case.

import type { Actor, Case } from '../model/case.ts';
import type { Environment, Side } from './environment.ts';

/** Contacts of the case have their accounts on the second server. */
export const isFederated = ({ actors }: Pick<Case, 'actors'>): boolean => actors.some(({ isPeer }) => isPeer);

/** The server that an actor uses: that of its account, or the one that its component is connected to. */
export const sideOf = (actor: Pick<Actor, 'isPeer'> | undefined, env: Environment): Side =>
  (actor?.isPeer ? env.peer : undefined) ?? env;

/** The servers of a case: the one under test, and the second one where the case has both. */
export const sidesOf = (aCase: Pick<Case, 'actors'>, env: Environment): readonly Side[] =>
  env.peer !== undefined && isFederated(aCase) ? [env, env.peer] : [env];
