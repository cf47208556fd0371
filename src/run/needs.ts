// What keeps a case from running on a target: `run` skips the case, `doctor` counts it.

import type { Actor, Case, Need } from '../model/case.ts';
import type { SkipReason } from '../model/reason.ts';
import type { Requirement } from '../model/standard.ts';
import type { TargetTraits } from '../model/target.ts';
import type { CaseContext } from './case-context.ts';
import { type Environment, type Side, sideOf } from './environment.ts';
import type { Facts } from './facts.ts';
import { reasonFor, shownIn } from './feature-proofs.ts';
import { overriddenPriority } from './judge/priorities.ts';

/** An account that may hold items of earlier cases, which are no matter of this one. */
export const USED_ACCOUNT = 'used';

/** Kinds of accounts that are made for cases, or given by the user. An `unused` one has no history. */
export const MADE_ACCOUNTS: readonly string[] = ['fresh', USED_ACCOUNT, 'unused'];

/** What a target offers to cases, with its peer. */
export type Offer = Pick<Environment, 'capacity'> & {
  readonly capabilities: { readonly features: readonly string[] };
  readonly peer?: Pick<Side, 'capacity'> | undefined;
  /** What cases have shown of features; absent: nothing. */
  readonly facts?: Pick<Facts, 'features'> | undefined;
  readonly target: Pick<TargetTraits, 'limits'>;
};

/** The first need of the case that the target does not meet. */
export function unmetNeed(aCase: Case, offer: Offer): SkipReason | undefined {
  const features = [...offeredBy(offer), ...limitsOf(offer), ...(offer.peer === undefined ? [] : ['peer'])];
  const unwanted = aCase.needs.find(({ feature }) => feature.startsWith('no ') && features.includes(feature.slice(3)));
  if (unwanted !== undefined) return { kind: 'feature-present', feature: unwanted.feature.slice(3) };
  const need = aCase.needs.find(({ feature }) => !feature.startsWith('no ') && !features.includes(feature));
  if (need !== undefined) return reasonOf(need, offer.facts);
  const [peers, own] = [true, false].map((isOnPeer) =>
    localActors(aCase).filter(({ isPeer = false }) => isPeer === isOnPeer),
  );
  return lackOfAccounts(own ?? [], offer) ?? (offer.peer && lackOfAccounts(peers ?? [], offer.peer));
}

const limitsOf = ({ target: { limits } }: Offer) => Object.keys(limits).map((name) => `limits.${name}`);

/** Why the case cannot be judged on the priorities that the server has shown so far; undefined: it can. */
export const priorityNeed = ({
  case: aCase,
  sessions,
}: Pick<CaseContext, 'case' | 'sessions'>): SkipReason | undefined =>
  overriddenPriority(aCase, sessions.transcript.entries);

/** The features that the server offers, as far as the run knows. */
export const offeredBy = ({ capabilities: { features }, facts = NOTHING }: Pick<Offer, 'capabilities' | 'facts'>) => [
  ...features,
  ...shownIn(facts),
];

/** The features that the server of an actor offers. What cases have shown is about the server under test. */
export function offeredTo(
  name: string,
  { case: { actors }, env, facts }: Pick<CaseContext, 'case' | 'env' | 'facts'>,
): readonly string[] {
  const actor = actors.find((one) => one.name === name);
  const side = sideOf(actor, env);
  return offeredBy(side === env ? { ...env, facts } : side);
}

/** No case has shown anything. */
const NOTHING: Pick<Facts, 'features'> = { features: new Map() };

/** Features of the service discovery that the cases ask for, or that show a feature of a suite, each once: `disco:urn:xmpp:ping`. */
export function discoveredNeeds(
  cases: readonly Case[],
  requirements: ReadonlyMap<string, Requirement> = new Map(),
): readonly string[] {
  const wanted = cases.flatMap(({ needs }) => needs.map(({ feature }) => feature.replace(/^no /, '')));
  const shown = [...requirements.values()].flatMap(({ ofSuite }) => ofSuite?.found ?? []);
  return [...new Set([...wanted, ...shown])].filter((feature) => feature.startsWith('disco:')).sort();
}

/** Why a server with this number of accounts, undefined for any number, has not those of the actors. */
function lackOfAccounts(actors: readonly Actor[], { capacity }: Pick<Side, 'capacity'>): SkipReason | undefined {
  if (capacity === undefined) return undefined;
  // A number of accounts means that they are used again and again.
  if (actors.some(({ account }) => account === 'unused')) return { kind: 'no-unused-account' };
  const accounts = actors.filter(({ account }) => MADE_ACCOUNTS.includes(account)).length;
  if (accounts <= capacity) return undefined;
  return { kind: 'too-few-accounts', needed: accounts, given: capacity };
}

/** Actors with an account, on the server under test or on its peer. */
export const localActors = (aCase: Case): readonly Actor[] => aCase.actors.filter((actor) => !actor.isRemote);

function reasonOf(need: Need, facts = NOTHING): SkipReason {
  const { feature } = need;
  if (feature === 'remote') return { kind: 'no-remote-domain' };
  if (feature === 'peer') return { kind: 'no-peer' };
  if (feature === 'silent-domain') return { kind: 'no-silent-domain' };
  if (feature === 'stream-cut') return { kind: 'no-stream-cut' };
  if (feature === 'stream-outage') return { kind: 'no-stream-outage' };
  if (feature === 'server-restart') return { kind: 'no-server-restart' };
  if (feature.startsWith('limits.')) return { kind: 'limit-not-met', limit: feature.slice('limits.'.length) };
  if (feature.startsWith('does:')) return { kind: 'no-verb', verb: feature.slice('does:'.length) };
  if (feature.startsWith('account:')) return { kind: 'no-special-account', name: feature.slice('account:'.length) };
  return reasonFor(need, facts);
}
