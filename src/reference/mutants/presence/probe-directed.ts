// RFC 6121 4.6.6: answers to probes after directed presence.

import { sendCurrentPresence } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { altered, breaks } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { answering, hasTold, mereOf, type Probe, wholeOf } from './answering.ts';
import { without } from './occasion.ts';

export const directedProbeMutants: readonly Mutant[] = [
  breaks('4.6.6-c', {
    word: 'directed-first',
    title: 'It tells a subscriber who got directed presence only of the resource that sent it.',
    fault: () =>
      answering('available', (answer, probe) => {
        if (!probe.resources.some((resource) => hasTold(resource, probe))) return [answer];
        return probe.about && hasTold(probe.about, probe) ? [without(answer)] : [];
      }),
  }),
  breaks('4.6.6-c', {
    word: 'account-after-directed',
    title: 'It tells who got directed presence from one resource of all resources.',
    fault: () => tellsStranger((probe) => probe.resources.some((resource) => hasTold(resource, probe))),
  }),
  breaks('4.6.6-c', {
    word: 'asked',
    title: 'It tells who has merely asked for a subscription.',
    fault: () => tellsStranger(({ account, prober }) => account.pendingIn.has(prober.bare)),
  }),
  breaks('4.6.6-d', {
    word: 'not-checked',
    title: 'It does not look whether who probes got directed presence.',
    fault: () =>
      answering('available', (answer, { isSubscriber, account, id }) =>
        isSubscriber ? [answer] : altered({ type: 'unsubscribed', from: account.jid, id })(answer),
      ),
  }),
  breaks('4.6.6-d', {
    word: 'anybody',
    title: 'It tells who probes when anybody got directed presence.',
    fault: () => tellsStranger(({ about }) => about !== undefined && about.directed.size > 0),
  }),
  breaks('4.6.6-e', {
    word: 'silent',
    title: 'It does not answer probes after directed presence.',
    fault: () => answering('available', (answer, { isSubscriber }) => (isSubscriber ? [answer] : [])),
  }),
  breaks('4.6.6-e', {
    word: 'with-details',
    title: 'It answers probes after directed presence with all that the presence of the resource says.',
    fault: () =>
      answering('available', (answer, probe) =>
        !probe.isSubscriber && probe.about ? wholeOf(probe.about, probe) : [answer],
      ),
  }),
  breaks('4.6.6-f', {
    word: 'all-resources',
    title: 'It answers probes after directed presence for all resources.',
    fault: () =>
      answering('available', (answer, probe) =>
        probe.isSubscriber ? [answer] : probe.resources.map((resource) => mereOf(resource, probe)),
      ),
  }),
];

/** The current presence goes to strangers who fit. */
function tellsStranger(fits: (probe: Probe) => boolean): Fault {
  return answering('unsubscribed', (answer, probe) => {
    if (!fits(probe)) return [answer];
    sendCurrentPresence(probe.server, probe.account, probe.prober.full);
    return [];
  });
}
