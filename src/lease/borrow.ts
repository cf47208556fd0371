// The accounts of a case, from the servers that have them.

import type { Actor, Case } from '../model/case.ts';
import type { LendMany, Loan, Wanted } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import { endSessions } from './idle-accounts.ts';

/** What lends the accounts of a server. */
export interface Lender {
  readonly lend: LendMany;
}

/** Actors that have an account. */
export const localActors = ({ actors }: Pick<Case, 'actors'>): readonly Actor[] =>
  actors.filter(({ isRemote }) => !isRemote);

/**
 * Accounts for the actors that have one, in their order. A further look has sessions of its own: no failure stands that
 * only an idle one shows. Every case asks the servers in the same order, so no two wait for each other. Rejects with a
 * `ProblemError`, and holds no account then.
 */
export async function borrow(
  aCase: Pick<Case, 'actors' | 'steps'>,
  { own, peer }: { readonly own: Lender; readonly peer?: Lender | undefined },
  isFurther: boolean,
): Promise<readonly Loan[]> {
  const actors = localActors(aCase);
  const others = peer === undefined ? [] : actors.filter(({ isPeer }) => isPeer);
  const first = actors.filter((actor) => !others.includes(actor));
  const wantedBy = isFurther ? opened : wantedIn(aCase);
  const loans = [...(await lendTo(first, own, wantedBy))];
  if (peer === undefined || others.length === 0) return loans;
  try {
    const company = loans.map(({ account }) => account.jid);
    const further = [...(await lendTo(others, peer, wantedBy, company))];
    return actors.flatMap((actor) => (others.includes(actor) ? further.shift() : loans.shift()) ?? []);
  } catch (error) {
    await endSessions(loans.flatMap(({ sessions }) => [...(sessions?.values() ?? [])]));
    await Promise.all(loans.map((loan) => loan.giveBack()));
    throw error;
  }
}

function lendTo(
  actors: readonly Actor[],
  { lend }: Lender,
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
function wantedIn(aCase: Pick<Case, 'actors' | 'steps'>): (actor: Actor) => Wanted {
  const { steps } = aCase;
  const text = textOf(aCase);
  const words = new Set(text.match(/[a-z]+/g));
  const isReconnected = (ref: string) => connectsIn(steps).includes(ref);
  return ({ sessions }) => {
    const ordinary = sessions.filter(({ atStart, roster, answers }) => atStart && roster && answers);
    const others = sessions.filter((plan) => !ordinary.includes(plan));
    const isTaken = (resource: string) => others.some((plan) => plan.resource === resource);
    const wanted = ordinary.map(({ ref, resource, presence }) => ({
      resource,
      isSilent: presence === undefined,
      takesAnyResource:
        /^[a-z]+$/.test(resource) && !isReconnected(ref) && !isTaken(resource) && !text.includes(resource),
    }));
    return { sessions: wanted, reserved: new Set([...words, ...others.map(({ resource }) => resource)]) };
  };
}

/** What the steps of a case say, except places, names of outcomes and of sessions, and placeholders that stand for them. */
function textOf({ steps, actors }: Pick<Case, 'actors' | 'steps'>): string {
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
