// The accounts of a case, from the servers that have them.

import type { Actor, Case } from '../model/case.ts';
import type { Loan } from '../model/session.ts';
import { type Environment, type Side, sideOf } from './environment.ts';
import { lastingPlans, localActors } from './needs.ts';

/**
 * Accounts for the actors that are not remote, in their order. A further look has sessions of its own: no failure stands that
 * only a lasting one shows. Every case asks the servers in the same order, so no two wait for each other. Rejects with a
 * `ProblemError`, and holds no account then.
 */
export async function borrow(aCase: Case, env: Environment, isPatient: boolean): Promise<readonly Loan[]> {
  const actors = localActors(aCase);
  const own = actors.filter((actor) => sideOf(actor, env) === env);
  const others = actors.filter((actor) => !own.includes(actor));
  const loans = [...(await lendTo(own, env, isPatient))];
  if (env.peer === undefined || others.length === 0) return loans;
  try {
    const further = [...(await lendTo(others, env.peer, isPatient))];
    return actors.flatMap((actor) => (own.includes(actor) ? loans.shift() : further.shift()) ?? []);
  } catch (error) {
    await Promise.all(loans.map((loan) => loan.giveBack()));
    throw error;
  }
}

function lendTo(actors: readonly Actor[], { lend }: Side, isPatient: boolean): Promise<readonly Loan[]> {
  const resources = actors.map((actor) => (isPatient ? [] : lastingPlans(actor).map(({ resource }) => resource)));
  return lend(
    actors.map(({ account }) => account),
    resources,
  );
}
