// RFC 6120 10.1 and 10.4, RFC 6121 3.1.2, 4.2 to 4.5: what a server must do when the streams to another server break and return, or
// when it has restarted. Only two servers show it.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { Departing, FaultHooks } from '../../server-state.ts';
import { breaks, type Mutant, type MutantDescription, withHooks } from '../kit/mutant.ts';
import { isPresence } from '../kit/predicates.ts';

/** Breaks a requirement in a pair. */
const inPair = (requirement: string, description: MutantDescription): Mutant =>
  breaks(requirement, { ...description, needsPeer: true });

const afterWait = (hook: NonNullable<FaultHooks['afterWait']>): Fault => withHooks({ afterWait: hook });

/** Loses some of the stanzas that cannot be sent. */
const loseUnsent = (isLost: (stanza: XmlElement) => boolean): Fault =>
  afterWait((waiting, failure) => (failure === undefined ? waiting : waiting.filter(({ stanza }) => !isLost(stanza))));

/** Drops stanzas to another server from the moment when a stream to it has failed, or was opened for the second time. */
function dropFrom(moment: 'failure' | 'return', isDropped: (stanza: XmlElement) => boolean): Fault {
  let streams = 0;
  let hasFailed = false;
  const isOver = () => (moment === 'failure' ? hasFailed : streams > 1);
  return withHooks({
    afterWait: (waiting, failure) => {
      hasFailed ||= failure !== undefined;
      if (failure === undefined) streams += 1;
      return waiting;
    },
    toRemote: (stanza) => (isOver() && isDropped(stanza) ? [] : [stanza]),
  });
}

/** Drops stanzas from another server once a second stream to it was opened. */
function dropInbound(isDropped: (stanza: XmlElement) => boolean): Fault {
  let streams = 0;
  return withHooks({
    afterWait: (waiting, failure) => {
      if (failure === undefined) streams += 1;
      return waiting;
    },
    fromRemote: (stanza) => (streams > 1 && isDropped(stanza) ? [] : [stanza]),
  });
}

const first = (waiting: readonly Departing[]): readonly Departing[] => waiting.slice(0, 1);

export const streamMutants: readonly Mutant[] = [
  inPair('rfc6120-10.4.3-c', {
    slug: 'unsent-lost',
    title: 'It drops stanzas that wait for a stream which cannot be had.',
    fault: () => loseUnsent(() => true),
  }),
  inPair('rfc6120-10.4.3-c', {
    slug: 'queue-lost',
    title: 'It sends only the first of the stanzas that wait for a stream.',
    fault: () => afterWait((waiting, failure) => (failure === undefined ? first(waiting) : waiting)),
  }),
  inPair('rfc6120-10.1-a', {
    slug: 'queue-reversed',
    title: 'It sends the stanzas that wait for a stream in reverse order.',
    nearest: ['rfc6121/8.3/stream-returns', 'rfc6121/8.3/stream-from-contact-returns'],
    fault: () => afterWait((waiting) => waiting.toReversed()),
  }),
  inPair('rfc6120-10.4-a', {
    slug: 'never-again',
    title: 'It returns all stanzas to another server once the stream to it has ended.',
    fault: () => withHooks({ opensAgain: () => false }),
  }),
  inPair('3.1.2-g', {
    slug: 'unsent-lost',
    title: 'It drops subscription requests to a server that it cannot reach.',
    fault: () => loseUnsent((stanza) => isPresence(stanza, 'subscribe')),
  }),
  inPair('4.2.2-c', {
    slug: 'never-again',
    title: 'It sends no probes to a server that it once could not reach.',
    nearest: ['rfc6121/4.3/shown-after-outage'],
    fault: () => dropFrom('failure', (stanza) => isPresence(stanza, 'probe')),
  }),
  inPair('4.4.2-a', {
    slug: 'not-after-a-break',
    title: 'It sends no available presence to a server once the stream to it has broken.',
    nearest: ['rfc6121/4.4.2/after-cut', 'rfc6121/4.4.3/after-cut'],
    fault: () => dropFrom('return', (stanza) => isPresence(stanza, 'available')),
  }),
  inPair('4.5.2-b', {
    slug: 'not-after-a-break',
    title: 'It sends no unavailable presence to a server once the stream to it has broken.',
    nearest: ['rfc6121/4.4.2/after-cut', 'rfc6121/4.4.3/after-cut'],
    fault: () => dropFrom('return', (stanza) => isPresence(stanza, 'unavailable')),
  }),
  inPair('4.4.3-a', {
    slug: 'not-after-a-break',
    title: 'It delivers no available presence from a server once the streams between the two have broken.',
    nearest: ['rfc6121/4.4.3/after-cut'],
    fault: () => dropInbound((stanza) => isPresence(stanza, 'available')),
  }),
  inPair('4.5.3-a', {
    slug: 'not-after-a-break',
    title: 'It delivers no unavailable presence from a server once the streams between the two have broken.',
    nearest: ['rfc6121/4.4.3/after-cut'],
    fault: () => dropInbound((stanza) => isPresence(stanza, 'unavailable')),
  }),
  inPair('4.2.2-a', {
    slug: 'forgotten-at-restart',
    title: 'It has forgotten all rosters after a restart.',
    nearest: ['rfc6121/4.3/user-server-restarted', 'rfc6121/4.3/contact-server-restarted'],
    fault: () =>
      withHooks({
        afterRestart: ({ accounts }) => {
          for (const { roster } of accounts.values()) roster.items.clear();
        },
      }),
  }),
];
