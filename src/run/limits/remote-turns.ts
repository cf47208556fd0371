// How the cases with remote contacts share the connections of the component: one may carry few subscription stanzas, and a case that
// may end it has one of its own.

import type { Case } from '../../model/case.ts';
import type { StateRecipe } from '../../model/standard.ts';
import type { Step } from '../../model/step.ts';
import { actorOf } from '../../stanza/jid.ts';

/** The weight of a case that shares its connection with no other, however light both are. */
export const ALONE = Number.POSITIVE_INFINITY;

/** What a case leaves when it has been played: its cleanup, which still uses the connection. */
interface Finished {
  readonly cleanup: Promise<void>;
}

/** Plays a case of this weight when its turn has come. */
export type RemoteTurn = <T extends Finished>(weight: number, play: () => Promise<T>) => Promise<T>;

interface TurnOptions {
  /** Subscription stanzas that one connection may carry; absent: any number. */
  readonly allowed?: number | undefined;
  /** Replaces the connection by a new one. Never rejects. */
  readonly renew: () => Promise<void>;
}

/**
 * Makes cases take turns, in order, those that play alone when no other waits. Cases that are played at the same time share a
 * connection, as long as their weights together are at most `allowed`. A new connection begins when no case is left on the earlier
 * one, and the cleanups of all have ended: cases that stay after their end would hear that their remote contacts are gone.
 */
export function createRemoteTurns({ allowed = Number.POSITIVE_INFINITY, renew }: TurnOptions): RemoteTurn {
  const waiting: { readonly weight: number; begin(): void }[] = [];
  // Where it is limited, the first case has a new connection: others have used the first one before.
  let left = allowed === Number.POSITIVE_INFINITY ? allowed : Number.NEGATIVE_INFINITY;
  let isUsed = true;
  let playing = 0;
  let isRenewing = false;
  const fits = (weight: number): boolean => weight <= left && (weight < ALONE || !isUsed);
  const admit = (): void => {
    for (let next = nextOf(waiting); next !== undefined && !isRenewing; next = nextOf(waiting)) {
      const isFitting = fits(next.weight);
      if (!isFitting && playing > 0) return;
      if (!isFitting && isUsed) return void renewed();
      waiting.splice(waiting.indexOf(next), 1);
      left = next.weight === ALONE ? Number.NEGATIVE_INFINITY : left - next.weight;
      isUsed = true;
      playing += 1;
      next.begin();
    }
  };
  const renewed = async (): Promise<void> => {
    isRenewing = true;
    await renew();
    isRenewing = false;
    left = allowed;
    isUsed = false;
    admit();
  };
  return async (weight, play) => {
    await new Promise<void>((begin) => {
      waiting.push({ weight, begin });
      admit();
    });
    const played = play();
    const end = () => {
      playing -= 1;
      admit();
    };
    played.then(({ cleanup }) => cleanup).then(end, end);
    return played;
  };
}

/** The first that waits, those that play alone after all others. */
const nextOf = <Waiting extends { readonly weight: number }>(waiting: readonly Waiting[]): Waiting | undefined =>
  waiting.find(({ weight }) => weight < ALONE) ?? waiting[0];

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
    if (step.kind !== 'send' || !remote.has(actorOf(step.from)) || step.stanza.name !== 'presence') return sum;
    const { type } = step.stanza.attrs;
    return SUBSCRIPTION_TYPES.includes(type) || type?.includes('$') ? sum + 1 : sum;
  }, 0);
}
