// Where one connection of the component may carry few subscription stanzas, the cases with remote contacts share them.

import type { Case } from '../../model/case.ts';
import type { StateRecipe } from '../../model/standard.ts';
import type { Step } from '../../model/step.ts';
import { actorOf } from '../../stanza/jid.ts';

/** Plays a case of this weight when its turn has come. */
export type RemoteTurn = <T>(weight: number, play: () => Promise<T>) => Promise<T>;

interface TurnOptions {
  /** Subscription stanzas that one connection may carry. */
  readonly allowed: number;
  /** Replaces the connection by a new one. Never rejects. */
  readonly renew: () => Promise<void>;
}

/**
 * Makes cases take turns, in order. Cases that are played at the same time share a connection, as long as their weights
 * together are at most `allowed`. A new connection begins when no case is left on the earlier one.
 */
export function createRemoteTurns({ allowed, renew }: TurnOptions): RemoteTurn {
  const waiting: { readonly weight: number; begin(): void }[] = [];
  // The first case has a new connection: others have used the first one before.
  let left = Number.NEGATIVE_INFINITY;
  let playing = 0;
  let isRenewing = false;
  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined && !isRenewing; next = waiting[0]) {
      if (next.weight > left && playing > 0) return;
      if (next.weight > left && left < allowed) return void renewed();
      waiting.shift();
      left -= next.weight;
      playing += 1;
      next.begin();
    }
  };
  const renewed = async (): Promise<void> => {
    isRenewing = true;
    await renew();
    isRenewing = false;
    left = allowed;
    admit();
  };
  return async (weight, play) => {
    await new Promise<void>((begin) => {
      waiting.push({ weight, begin });
      admit();
    });
    try {
      return await play();
    } finally {
      playing -= 1;
      admit();
    }
  };
}

const SUBSCRIPTION_TYPES: readonly (string | undefined)[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

/** The largest number of subscription stanzas that the remote actors of a case send. */
export function remoteWeight(
  { actors, given, steps }: Pick<Case, 'actors' | 'given' | 'steps'>,
  states: ReadonlyMap<string, StateRecipe>,
): number {
  const remote = new Set(actors.filter((actor) => actor.isRemote).map(({ name }) => name));
  const moves = (given && states.get(given.state)?.moves) ?? [];
  const movers = moves.map(({ who }) => (who === 'user' ? given?.user : given?.contact) ?? '');
  return movers.filter((actor) => remote.has(actor)).length + weightOf(steps, remote);
}

function weightOf(steps: readonly Step[], remote: ReadonlySet<string>): number {
  return steps.reduce((sum, step) => {
    // As often as it takes: more than one connection carries.
    if (step.kind === 'repeat') return weightOf(step.steps, remote) > 0 ? Number.MAX_SAFE_INTEGER : sum;
    if (step.kind !== 'send' || !remote.has(actorOf(step.from)) || step.stanza.name !== 'presence') return sum;
    const { type } = step.stanza.attrs;
    return SUBSCRIPTION_TYPES.includes(type) || type?.includes('$') ? sum + 1 : sum;
  }, 0);
}
