// RFC 6121 4.3.2 and 4.6.6: answers to probes that are missing, contain too little or too much, or come after directed presence.

import { isSubscriber, sendCurrentPresence } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromRemote, type Mutant, type RoutePredicate, withHooks } from '../kit/mutant.ts';
import { itemOfSender, recipientAccount, senderBareJid } from '../kit/recipients.ts';
import {
  addChildren,
  clientElement,
  drop,
  hasNegativePriority,
  isProbe,
  setAttributes,
  withBareFrom,
  withBareTo,
  withoutChildren,
} from '../kit/rewrites.ts';
import { currentPresence, hasSentDirected, onProbeAnswer, type Probe, plainAvailability } from './probes.ts';

// NO_MUTANT 4.3.2-d, 4.3.2-g: they permit answers that the reference server does not give.

export const probeAnswerMutants: readonly Mutant[] = [
  breaks('4.3.2-a/silent', 'It does not answer probes of strangers.', () => onProbeAnswer('unsubscribed', drop)),
  breaks('4.3.2-b/pre-approval-lost', 'It removes a pre-approval when the contact probes.', dropPreApproval),
  breaks('4.3.2-c/from-full-jid', 'It answers probes of strangers from an available resource.', () =>
    onProbeAnswer('unsubscribed', (answer, { account, resources: [first] }) =>
      setAttributes({ from: (first ?? account).jid })(answer),
    ),
  ),
  breaks('4.3.2-e/silent', 'It does not answer probes of a user who has moved.', () => onProbeAnswer('error', drop)),
  breaks('4.3.2-f/silent', 'It does not answer probes of an unavailable user.', () =>
    onProbeAnswer('unavailable', drop),
  ),
  breaks('4.3.2-h/with-details', 'It adds a status to answers to probes of an unavailable user.', () =>
    onProbeAnswer('unavailable', (answer) => [addChildren(answer, clientElement('status', 'offline'))]),
  ),
  breaks(
    '4.3.2-i/without-time',
    'It answers probes of an unavailable user without the time of the last presence.',
    () => onProbeAnswer('unavailable', (answer) => [withoutChildren(answer)]),
  ),
  breaks('4.3.2-j/one-resource', 'It answers probes of an account with the presence of one resource.', () =>
    onProbeAnswer('available', (answer, { namesResource, about, resources: [first] }) =>
      namesResource || about === first ? [answer] : [],
    ),
  ),
  breaks(
    '4.3.2-j/not-of-negative',
    'It answers probes of an account without the presence of resources with negative priority.',
    () =>
      onProbeAnswer('available', (answer, { namesResource, about }) =>
        !namesResource && hasNegativePriority(about) ? [] : [answer],
      ),
  ),
  breaks('4.3.2-j/without-extensions', 'It answers probes without extensions.', () =>
    onProbeAnswer('available', (answer) => [withoutChildren(answer, 'weather')]),
  ),
  breaks('4.3.2-j/last-sent', 'It answers probes with the last directed presence.', () =>
    onProbeAnswer('available', (answer, { namesResource, about, prober }) => {
      const last = [...(about?.directed.values() ?? [])].at(-1);
      return [last && !namesResource ? stamp(last, { to: prober.full }) : answer];
    }),
  ),
  breaks('4.3.2-j/from-bare-jid', 'It answers probes of an account from the bare JID.', () =>
    onProbeAnswer('available', (answer, { namesResource }) => (namesResource ? [answer] : withBareFrom(answer))),
  ),
  breaks(
    '4.3.2-k/all-resources',
    'It answers probes of one resource with the presence of all resources.',
    answerForAccount,
  ),
  breaks('4.3.2-l/told', 'It answers a stranger who probes an available resource with presence.', () =>
    onProbeAnswer('unsubscribed', (answer, probe) =>
      probe.namesResource && probe.about ? [plainAvailability(probe.about, probe)] : [answer],
    ),
  ),
  breaks('4.3.2-m/silent', 'It does not answer probes of one resource.', () =>
    onProbeAnswer('available', (answer, { namesResource }) => (namesResource ? [] : [answer])),
  ),
  breaks('4.3.2-m/unavailable', 'It answers probes of one resource with unavailable presence.', () =>
    onProbeAnswer('available', (answer, { namesResource }) =>
      setAttributes({ type: namesResource ? 'unavailable' : undefined })(answer),
    ),
  ),
  breaks('4.3.2-n/with-details', 'It answers probes of one resource with the whole presence of the resource.', () =>
    onProbeAnswer('available', (answer, probe) =>
      probe.namesResource && probe.isSubscriber && probe.about ? currentPresence(probe.about, probe) : [answer],
    ),
  ),
  breaks('4.3.2.1-a/id-of-probe', 'It answers probes of available resources with the id of the probe.', () =>
    onProbeAnswer('available', (answer, { id }) => setAttributes({ id })(answer)),
  ),
  breaks('4.3.2.1-b/unsubscribed-without-id', 'It answers probes of strangers without an id.', () =>
    onProbeAnswer('unsubscribed', setAttributes({ id: undefined })),
  ),
  breaks('4.3.2.1-b/unavailable-without-id', 'It answers probes of an unavailable user without an id.', () =>
    onProbeAnswer('unavailable', setAttributes({ id: undefined })),
  ),
];

function dropPreApproval(): Fault {
  return withHooks({
    fromRemote: (stanza, server) => {
      const item = itemOfSender(stanza, server);
      const items = recipientAccount(stanza, server)?.roster.items;
      if (isProbe(stanza) && item) items?.set(item.jid, { ...item, approved: false });
      return [stanza];
    },
  });
}

/** A fault: a subscriber's probe of a resource is handled as a probe of the account. */
function answerForAccount(): Fault {
  const isFromSubscriber: RoutePredicate = (stanza, server) => {
    const account = recipientAccount(stanza, server);
    return isProbe(stanza) && account !== undefined && isSubscriber(account, senderBareJid(stanza));
  };
  return fromRemote(isFromSubscriber, withBareTo);
}

export const probeAnswerAfterDirectedMutants: readonly Mutant[] = [
  breaks(
    '4.6.6-c/directed-first',
    'It answers a subscriber that received directed presence with presence of only the resource that sent it.',
    () =>
      onProbeAnswer('available', (answer, probe) => {
        if (!probe.resources.some((resource) => hasSentDirected(resource, probe))) return [answer];
        return probe.about && hasSentDirected(probe.about, probe) ? [withoutChildren(answer)] : [];
      }),
  ),
  breaks(
    '4.6.6-c/account-after-directed',
    'It answers a stranger that received directed presence from one resource with presence of all resources.',
    () => answerStrangerFully((probe) => probe.resources.some((resource) => hasSentDirected(resource, probe))),
  ),
  breaks('4.6.6-c/asked', 'It answers a contact whose subscription request is pending with presence.', () =>
    answerStrangerFully(({ account, prober }) => account.pendingIn.has(prober.bare)),
  ),
  breaks('4.6.6-e/denied', "It answers probes after directed presence with 'unsubscribed'.", () =>
    onProbeAnswer('available', (answer, { isSubscriber, account, id }) =>
      isSubscriber ? [answer] : setAttributes({ type: 'unsubscribed', from: account.jid, id })(answer),
    ),
  ),
  breaks('4.6.6-d/anybody', 'It answers any stranger with presence once the resource has sent directed presence.', () =>
    answerStrangerFully(({ about }) => about !== undefined && about.directed.size > 0),
  ),
  breaks('4.6.6-e/silent', 'It does not answer probes after directed presence.', () =>
    onProbeAnswer('available', (answer, { isSubscriber }) => (isSubscriber ? [answer] : [])),
  ),
  breaks(
    '4.6.6-e/with-details',
    'It answers probes after directed presence with the whole presence of the resource.',
    () =>
      onProbeAnswer('available', (answer, probe) =>
        !probe.isSubscriber && probe.about ? currentPresence(probe.about, probe) : [answer],
      ),
  ),
  breaks('4.6.6-f/all-resources', 'It answers probes after directed presence with presence of all resources.', () =>
    onProbeAnswer('available', (answer, probe) =>
      probe.isSubscriber ? [answer] : probe.resources.map((resource) => plainAvailability(resource, probe)),
    ),
  ),
];

/** A fault: matching strangers who probe receive the current presence of all resources. */
function answerStrangerFully(matches: (probe: Probe) => boolean): Fault {
  return onProbeAnswer('unsubscribed', (answer, probe) => {
    if (!matches(probe)) return [answer];
    sendCurrentPresence(probe.server, probe.account, probe.prober.full);
    return [];
  });
}
