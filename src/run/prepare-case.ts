// What one case begins with: its accounts, its JIDs, and ids that no other case has.

import { randomBytes } from 'node:crypto';
import type { Actor, Case } from '../model/case.ts';
import type { Account, Lease } from '../model/session.ts';
import type { SessionExpectation, Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { type UniqueIds, withUniqueIds } from '../stanza/placeholders.ts';
import { type CaseContext, jidsOf } from './case-context.ts';
import { CaseSessions } from './case-sessions.ts';
import { type Environment, isFederated, sideOf, sidesOf } from './environment.ts';
import type { Facts } from './facts.ts';
import { PairLink } from './pair/pair-link.ts';
import type { Patience } from './patience.ts';

/** What a look at a case has of its own. */
interface LookSetup {
  readonly lease: Lease;
  readonly facts: Facts;
  readonly patience: Patience | undefined;
}

/** Prepares a look at a case. Opens no session yet. */
export function prepareCase(aCase: Case, env: Environment, { lease, facts, patience }: LookSetup): CaseContext {
  const nonce = randomBytes(4).toString('hex');
  const accounts = accountsOf(aCase, lease.accounts, { nonce, remote: env.remote?.domain });
  const fixed = placeholdersOf(aCase, { env, nonce, accounts });
  const values: Pick<CaseContext, 'captures'> = { captures: new Map() };
  const link = new PairLink({ control: env.pair, reachMs: env.reachMs, signal: env.signal });
  const sessions = new CaseSessions({
    env,
    facts,
    link,
    nonce,
    accounts,
    lease,
    patience,
    isRemote: (name) => aCase.actors.some((actor) => actor.name === name && actor.isRemote),
    sides: sidesOf(aCase, env),
    sideOf: (name) =>
      sideOf(
        aCase.actors.find((actor) => actor.name === name),
        env,
      ),
    onBound: (ref, jid) => fixed.set(ref, jid),
    bindings: () => ({ fixed, captures: values.captures }),
    onEntry: env.follows
      ? (entry) => env.emit({ type: 'stanza', case: aCase, entry, jids: jidsOf({ case: aCase, fixed }) })
      : undefined,
  });
  return Object.assign(values, {
    case: { ...aCase, actors: withIds(aCase.actors, nonce), steps: stepsWithIds(aCase.steps, nonce) },
    env,
    facts,
    lease,
    link,
    sessions,
    patience,
    fixed,
    checks: [],
    traffic: { unexplained: [], modules: [], taken: new Set<XmlElement>() },
    isSettingUp: false,
    isOver: false,
    isCutShort: false,
    left: [],
    played: [],
    holding: [],
    judged: 0,
    lossesBefore: env.remote?.losses.length ?? 0,
    observed: [],
  });
}

interface Preparation {
  readonly env: Environment;
  readonly nonce: string;
  readonly accounts: ReadonlyMap<string, Account>;
}

/** The values of placeholders that are known before the first session: a bound resource replaces the one asked for. */
function placeholdersOf(aCase: Case, { env, nonce, accounts }: Preparation): Map<string, string> {
  const fixed = new Map([
    ['domain', env.domain],
    ['nonce', nonce],
  ]);
  const remote = isFederated(aCase) ? env.peer : env.remote;
  if (remote !== undefined) fixed.set('remote', remote.domain);
  for (const [name, length] of Object.entries(env.target.limits)) fixed.set(`limits.${name}`, String(length));
  for (const actor of aCase.actors) {
    const jid = accounts.get(actor.name)?.jid ?? '';
    fixed.set(actor.name, jid);
    for (const session of actor.sessions) fixed.set(session.ref, `${jid}/${session.resource}`);
  }
  return fixed;
}

/** Accounts on loan for local actors; for remote ones an address of the remote domain that no other case has. */
function accountsOf(
  aCase: Case,
  leased: readonly Account[],
  { nonce, remote }: { readonly nonce: string; readonly remote: string | undefined },
): ReadonlyMap<string, Account> {
  const waiting = [...leased];
  const accounts = aCase.actors.map((actor) => {
    const jid = actor.account === 'domain' ? `${remote}` : `${actor.name}-${nonce}@${remote}`;
    const address = { jid, password: '' };
    return [actor.name, actor.isRemote ? address : waiting.shift()] as const;
  });
  return new Map(accounts.flatMap(([name, account]) => (account === undefined ? [] : [[name, account]])));
}

/** The steps, with literal ids of stanzas that no other case has. `before` are the steps of the case that came earlier, as written. */
export function stepsWithIds(steps: readonly Step[], suffix: string, before: readonly Step[] = []): readonly Step[] {
  const own = [...before, ...steps].flatMap((step) => (step.kind === 'send' ? (step.stanza.attrs['id'] ?? []) : []));
  return steps.map((step) => stepWithIds(step, { suffix, own: new Set(own) }));
}

function stepWithIds(step: Step, ids: UniqueIds): Step {
  const inSession = (session: SessionExpectation): SessionExpectation => ({
    ...session,
    may: session.may.map((pattern) => withUniqueIds(pattern, ids)),
    receives: session.receives.map((check) => ({
      ...check,
      pattern: withUniqueIds(check.pattern, ids),
      further: check.further.map((more) => ({ ...more, pattern: withUniqueIds(more.pattern, ids) })),
    })),
  });
  if (step.kind === 'send') return { ...step, stanza: withUniqueIds(step.stanza, ids) };
  if (step.kind !== 'expect') return step;
  const alternatives = step.alternatives.map((a) => ({ ...a, sessions: a.sessions.map(inSession) }));
  return { ...step, sessions: step.sessions.map(inSession), alternatives };
}

/** The actors, with literal ids of initial presence that no other case has. */
const withIds = (actors: readonly Actor[], suffix: string): readonly Actor[] =>
  actors.map((actor) => ({
    ...actor,
    sessions: actor.sessions.map((plan) =>
      plan.presence === undefined
        ? plan
        : { ...plan, presence: withUniqueIds(plan.presence, { suffix, own: new Set() }) },
    ),
  }));
