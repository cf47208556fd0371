// RFC 6121 4.6.6: wrong answers to probes after directed presence.

import { sendCurrentPresence } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { setAttributes, withoutChildren } from '../kit/rewrites.ts';
import { currentPresence, hasSentDirected, onProbeAnswer, type Probe, plainAvailability } from './on-probe-answer.ts';
export const probeAnswerAfterDirectedMutants: readonly Mutant[] = [
  breaks('4.6.6-c', {
    slug: 'directed-first',
    title: 'It answers a subscriber that received directed presence with presence of only the resource that sent it.',
    fault: () =>
      onProbeAnswer('available', (answer, probe) => {
        if (!probe.resources.some((resource) => hasSentDirected(resource, probe))) return [answer];
        return probe.about && hasSentDirected(probe.about, probe) ? [withoutChildren(answer)] : [];
      }),
  }),
  breaks('4.6.6-c', {
    slug: 'account-after-directed',
    title: 'It answers a stranger that received directed presence from one resource with presence of all resources.',
    fault: () => answerStrangerFully((probe) => probe.resources.some((resource) => hasSentDirected(resource, probe))),
  }),
  breaks('4.6.6-c', {
    slug: 'asked',
    title: 'It answers a contact whose subscription request is pending with presence.',
    fault: () => answerStrangerFully(({ account, prober }) => account.pendingIn.has(prober.bare)),
  }),
  breaks('4.6.6-e', {
    slug: 'denied',
    title: "It answers probes after directed presence with 'unsubscribed'.",
    fault: () =>
      onProbeAnswer('available', (answer, { isSubscriber, account, id }) =>
        isSubscriber ? [answer] : setAttributes({ type: 'unsubscribed', from: account.jid, id })(answer),
      ),
  }),
  breaks('4.6.6-d', {
    slug: 'anybody',
    title: 'It answers any stranger with presence once the resource has sent directed presence.',
    fault: () => answerStrangerFully(({ about }) => about !== undefined && about.directed.size > 0),
  }),
  breaks('4.6.6-e', {
    slug: 'silent',
    title: 'It does not answer probes after directed presence.',
    fault: () => onProbeAnswer('available', (answer, { isSubscriber }) => (isSubscriber ? [answer] : [])),
  }),
  breaks('4.6.6-e', {
    slug: 'with-details',
    title: 'It answers probes after directed presence with the whole presence of the resource.',
    fault: () =>
      onProbeAnswer('available', (answer, probe) =>
        !probe.isSubscriber && probe.about ? currentPresence(probe.about, probe) : [answer],
      ),
  }),
  breaks('4.6.6-f', {
    slug: 'all-resources',
    title: 'It answers probes after directed presence with presence of all resources.',
    fault: () =>
      onProbeAnswer('available', (answer, probe) =>
        probe.isSubscriber ? [answer] : probe.resources.map((resource) => plainAvailability(resource, probe)),
      ),
  }),
];

/** A fault: matching strangers who probe receive the current presence of all resources. */
function answerStrangerFully(matches: (probe: Probe) => boolean): Fault {
  return onProbeAnswer('unsubscribed', (answer, probe) => {
    if (!matches(probe)) return [answer];
    sendCurrentPresence(probe.server, probe.account, probe.prober.full);
    return [];
  });
}
