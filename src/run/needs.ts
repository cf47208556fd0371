// What keeps a case from running on a target. `run` skips by it, and `doctor` counts by it.

import type { Actor, Case } from '../model/case.ts';
import type { Environment } from './environment.ts';

/** What a target offers to cases. */
export type Offer = Pick<Environment, 'capacity'> & { readonly capabilities: { readonly features: readonly string[] } };

/** A need that is not met: a feature, `remote`, `account:rosterless`, `no roster-version`, or `accounts` where there are too few. */
export interface UnmetNeed {
  readonly need: string;
  /** One sentence that says what to do, where something can be done. */
  readonly reason: string;
}

/** The first need of the case that the target does not meet. */
export function unmetNeed(aCase: Case, { capabilities: { features }, capacity }: Offer): UnmetNeed | undefined {
  const unwanted = aCase.needs.find(({ feature }) => feature.startsWith('no ') && features.includes(feature.slice(3)));
  if (unwanted !== undefined) {
    return { need: unwanted.feature, reason: `the case is for servers without ${unwanted.feature.slice(3)}` };
  }
  const need = aCase.needs.find(({ feature }) => !feature.startsWith('no ') && !features.includes(feature));
  if (need !== undefined) return { need: need.feature, reason: reasonOf(need) };
  const accounts = localActors(aCase).filter((actor) => actor.account === 'fresh').length;
  if (capacity === undefined || accounts <= capacity) return undefined;
  return { need: 'accounts', reason: `the case needs ${accounts} accounts, and ${capacity} were given with --account` };
}

/** Actors with an account on the server under test. */
export const localActors = (aCase: Case): readonly Actor[] => aCase.actors.filter((actor) => !actor.isRemote);

function reasonOf({ feature, reportedBy }: Case['needs'][number]): string {
  if (feature === 'remote') return 'no remote domain is configured; use --remote';
  if (feature.startsWith('account:')) {
    return `the target names no account "${feature.slice('account:'.length)}"; see "special" in the config file`;
  }
  return `the server does not offer ${feature}${reportedBy === undefined ? '' : `; ${reportedBy} reports it`}`;
}
