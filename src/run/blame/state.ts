// Which server has entered a wrong subscription state.

import type { FailureOf } from '../../model/failure.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { Duty, DutyOf } from '../../model/standard.ts';
import { actorOf } from '../../stanza/jid.ts';
import { type At, fits, isFromOtherSide, isSubscription, type Proof, receivedIn, type Scene, sentIn } from './scene.ts';

/** A change of state that the user's client or a stanza of the contact causes, and the user's server did not make. */
export function kept(failure: FailureOf<'state'>, binds: Duty | undefined, { side, scene }: At): Proof {
  const { differences = [] } = failure;
  if (differences.length === 0 || differences.some(({ kind }) => kind === 'request')) return undefined;
  if (binds === undefined || !isListening(failure.user, scene)) return undefined;
  if (binds.server === 'sender' && binds.of !== 'subscribed' && isCausedByUser(failure, binds.of, scene))
    return { kind: 'kept', side };
  return binds.server === 'recipient' && isCausedByContact(failure, binds.of, scene)
    ? { kind: 'arrived', side }
    : undefined;
}

type Users = Pick<FailureOf<'state'>, 'user' | 'contact'>;

/** The user's client has caused the change, and no stanza of the contact has arrived since. */
function isCausedByUser({ user }: Users, of: DutyOf, scene: Scene): boolean {
  const { entries } = scene;
  const at = entries.findLastIndex((entry) => isStep(entry, 'sent') && isOf(entry, user, of));
  return at >= 0 && !isTouched(user, entries.slice(at), scene);
}

/** A stanza of the contact has arrived at a client of the user, and since then nothing that could change the state again. */
function isCausedByContact({ user, contact }: Users, of: DutyOf, scene: Scene): boolean {
  const { entries, jids } = scene;
  const isFromContact = ({ stanza }: TranscriptEntry) => stanza?.attrs['from'] === jids.get(contact);
  const isArrival = (entry: TranscriptEntry) =>
    isStep(entry, 'received') && isOf(entry, user, of) && isFromContact(entry);
  const at = entries.findIndex(isArrival);
  if (at < 0 || !SUBSCRIPTION.includes(of)) return false;
  const after = entries.slice(at);
  const isAct = sentIn(after).some(
    ({ session, stanza }) => actorOf(session) === user && (isSubscription(stanza) || stanza.attrs['type'] === 'set'),
  );
  return (
    !isAct &&
    !isTouched(
      user,
      after.filter((entry) => !isArrival(entry)),
      scene,
    )
  );
}

const SUBSCRIPTION: readonly DutyOf[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

const isStep = (entry: TranscriptEntry, direction: TranscriptEntry['direction']): boolean =>
  entry.direction === direction && entry.kind === 'step';

/** Whether a client of the user sent or received such a stanza. */
const isOf = ({ session, stanza }: TranscriptEntry, user: string, of: DutyOf): boolean =>
  actorOf(session) === user && stanza !== undefined && fits(stanza, of);

/** Whether a stanza on subscriptions has come to a client of the user from the other server. */
const isTouched = (user: string, entries: readonly TranscriptEntry[], scene: Scene): boolean =>
  receivedIn(entries).some(
    (one) => actorOf(one.session) === user && isSubscription(one.stanza) && isFromOtherSide(one, scene),
  );

/** A session of the user would see each stanza that changes the state: it has the roster, and has sent presence. */
function isListening(user: string, { case: { actors } }: Scene): boolean {
  const sessions = actors.find(({ name }) => name === user)?.sessions ?? [];
  return sessions.some(({ roster, presence, atStart }) => roster && presence !== undefined && atStart);
}
