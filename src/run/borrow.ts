// The accounts of a case, from the servers that have them.

import type { Actor, Case } from '../model/case.ts';
import type { Loan, Wanted } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import { type Environment, type Side, sideOf } from './environment.ts';
import { localActors } from './needs.ts';
import { farewell } from './open-sessions.ts';

/**
 * Accounts for the actors that are not remote, in their order. A further look has sessions of its own: no failure stands that
 * only a lasting one shows. Every case asks the servers in the same order, so no two wait for each other. Rejects with a
 * `ProblemError`, and holds no account then.
 */
export async function borrow(aCase: Case, env: Environment, isPatient: boolean): Promise<readonly Loan[]> {
  const actors = localActors(aCase);
  const own = actors.filter((actor) => sideOf(actor, env) === env);
  const others = actors.filter((actor) => !own.includes(actor));
  const wantedBy = isPatient ? opened : wantedIn(aCase);
  const loans = [...(await lendTo(own, env, wantedBy))];
  if (env.peer === undefined || others.length === 0) return loans;
  try {
    const company = loans.map(({ account }) => account.jid);
    const further = [...(await lendTo(others, env.peer, wantedBy, company))];
    return actors.flatMap((actor) => (own.includes(actor) ? loans.shift() : further.shift()) ?? []);
  } catch (error) {
    await farewell([loans.flatMap(({ sessions }) => [...(sessions?.values() ?? [])])], env.timeoutMs);
    await Promise.all(loans.map((loan) => loan.giveBack()));
    throw error;
  }
}

function lendTo(
  actors: readonly Actor[],
  { lend }: Side,
  wantedBy: (actor: Actor) => Wanted,
  company: readonly string[] = [],
): Promise<readonly Loan[]> {
  return lend(
    actors.map(({ account }) => account),
    actors.map(wantedBy),
    company,
  );
}

/** What an actor has that uses no sessions of earlier cases. */
const opened = ({ sessions }: Actor): Wanted => ({
  sessions: [],
  reserved: new Set(),
  opens: sessions.filter(({ atStart }) => atStart).length,
});

/**
 * What the actors of the case can use of the sessions of earlier cases: ordinary ones, which ask for the roster, as each of those has
 * done, and answer. One that sends no presence must not have sent any before. None has a resource that the steps name: some address one
 * at which nobody is connected.
 */
function wantedIn(aCase: Case): (actor: Actor) => Wanted {
  const { steps } = aCase;
  const text = textOf(aCase);
  const words = new Set(text.match(/[a-z]+/g));
  const isReconnected = (ref: string) => connectsIn(steps).includes(ref);
  return ({ sessions }) => {
    const ordinary = sessions.filter(({ atStart, roster, answers }) => atStart && roster && answers);
    const others = sessions.filter((plan) => !ordinary.includes(plan));
    const wanted = ordinary.map(({ ref, resource, presence }) => ({
      resource,
      isSilent: presence === undefined,
      takesAnyResource: /^[a-z]+$/.test(resource) && !isReconnected(ref) && !text.includes(resource),
    }));
    return { sessions: wanted, reserved: new Set([...words, ...others.map(({ resource }) => resource)]) };
  };
}

/** What the steps of a case say, except places, names of outcomes and of sessions, and placeholders that stand for them. */
function textOf({ steps, actors }: Case): string {
  const refs = actors.flatMap(({ sessions }) => sessions.map(({ ref }) => ref));
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(refs.includes(value) ? '' : value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) if (key !== 'place' && key !== 'name') collect(inner);
  };
  collect(steps);
  return texts.join('\n').replaceAll(/\$\{[^${}]*\}/g, '');
}

const connectsIn = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'connect' ? [step.session] : []));
