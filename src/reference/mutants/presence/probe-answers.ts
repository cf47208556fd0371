// RFC 6121 4.3.2: answers to probes that are missing, or contain too little or too much.

import { isSubscriber, sendCurrentPresence } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromRemote, type Mutant, type RoutePredicate, withHooks } from '../kit/mutant.ts';
import { hasNegativePriority, isProbe } from '../kit/predicates.ts';
import { itemOfSender, recipientAccount, senderBareJid } from '../kit/recipients.ts';
import {
  addChildren,
  clientElement,
  drop,
  setAttributes,
  withBareFrom,
  withBareTo,
  withoutChildren,
} from '../kit/rewrites.ts';
import { currentPresence, hasSentDirected, onProbeAnswer, type Probe, plainAvailability } from './probes.ts';

// NO_MUTANT 4.3.2-d, 4.3.2-g: they permit answers that the reference server does not give.

export const probeAnswerMutants: readonly Mutant[] = [
  breaks('4.3.2-a', {
    slug: 'silent',
    title: 'It does not answer probes of strangers.',
    fault: () => onProbeAnswer('unsubscribed', drop),
  }),
  breaks('4.3.2-b', {
    slug: 'pre-approval-lost',
    title: 'It removes a pre-approval when the contact probes.',
    fault: dropPreApproval,
  }),
  breaks('4.3.2-c', {
    slug: 'from-full-jid',
    title: 'It answers probes of strangers from an available resource.',
    fault: () =>
      onProbeAnswer('unsubscribed', (answer, { account, resources: [first] }) =>
        setAttributes({ from: (first ?? account).jid })(answer),
      ),
  }),
  breaks('4.3.2-e', {
    slug: 'silent',
    title: 'It does not answer probes of a user who has moved.',
    fault: () => onProbeAnswer('error', drop),
  }),
  breaks('4.3.2-f', {
    slug: 'silent',
    title: 'It does not answer probes of an unavailable user.',
    fault: () => onProbeAnswer('unavailable', drop),
  }),
  breaks('4.3.2-h', {
    slug: 'with-details',
    title: 'It adds a status to answers to probes of an unavailable user.',
    fault: () => onProbeAnswer('unavailable', (answer) => [addChildren(answer, clientElement('status', 'offline'))]),
  }),
  breaks('4.3.2-i', {
    slug: 'without-time',
    title: 'It answers probes of an unavailable user without the time of the last presence.',
    fault: () => onProbeAnswer('unavailable', (answer) => [withoutChildren(answer)]),
  }),
  breaks('4.3.2-j', {
    slug: 'one-resource',
    title: 'It answers probes of an account with the presence of one resource.',
    fault: () =>
      onProbeAnswer('available', (answer, { namesResource, about, resources: [first] }) =>
        namesResource || about === first ? [answer] : [],
      ),
  }),
  breaks('4.3.2-j', {
    slug: 'not-of-negative',
    title: 'It answers probes of an account without the presence of resources with negative priority.',
    fault: () =>
      onProbeAnswer('available', (answer, { namesResource, about }) =>
        !namesResource && hasNegativePriority(about) ? [] : [answer],
      ),
  }),
  breaks('4.3.2-j', {
    slug: 'without-extensions',
    title: 'It answers probes without extensions.',
    fault: () => onProbeAnswer('available', (answer) => [withoutChildren(answer, 'weather')]),
  }),
  breaks('4.3.2-j', {
    slug: 'last-sent',
    title: 'It answers probes with the last directed presence.',
    fault: () =>
      onProbeAnswer('available', (answer, { namesResource, about, prober }) => {
        const last = [...(about?.directed.values() ?? [])].at(-1);
        return [last && !namesResource ? stamp(last, { to: prober.full }) : answer];
      }),
  }),
  breaks('4.3.2-j', {
    slug: 'from-bare-jid',
    title: 'It answers probes of an account from the bare JID.',
    fault: () =>
      onProbeAnswer('available', (answer, { namesResource }) => (namesResource ? [answer] : withBareFrom(answer))),
  }),
  breaks('4.3.2-k', {
    slug: 'all-resources',
    title: 'It answers probes of one resource with the presence of all resources.',
    fault: answerForAccount,
  }),
  breaks('4.3.2-l', {
    slug: 'told',
    title: 'It answers a stranger who probes an available resource with presence.',
    fault: () =>
      onProbeAnswer('unsubscribed', (answer, probe) =>
        probe.namesResource && probe.about ? [plainAvailability(probe.about, probe)] : [answer],
      ),
  }),
  breaks('4.3.2-m', {
    slug: 'silent',
    title: 'It does not answer probes of one resource.',
    fault: () => onProbeAnswer('available', (answer, { namesResource }) => (namesResource ? [] : [answer])),
  }),
  breaks('4.3.2-m', {
    slug: 'unavailable',
    title: 'It answers probes of one resource with unavailable presence.',
    fault: () =>
      onProbeAnswer('available', (answer, { namesResource }) =>
        setAttributes({ type: namesResource ? 'unavailable' : undefined })(answer),
      ),
  }),
  breaks('4.3.2-n', {
    slug: 'with-details',
    title: 'It answers probes of one resource with the whole presence of the resource.',
    fault: () =>
      onProbeAnswer('available', (answer, probe) =>
        probe.namesResource && probe.isSubscriber && probe.about ? currentPresence(probe.about, probe) : [answer],
      ),
  }),
  breaks('4.3.2.1-a', {
    slug: 'id-of-probe',
    title: 'It answers probes of available resources with the id of the probe.',
    fault: () => onProbeAnswer('available', (answer, { id }) => setAttributes({ id })(answer)),
  }),
  breaks('4.3.2.1-b', {
    slug: 'unsubscribed-without-id',
    title: 'It answers probes of strangers without an id.',
    fault: () => onProbeAnswer('unsubscribed', setAttributes({ id: undefined })),
  }),
  breaks('4.3.2.1-b', {
    slug: 'unavailable-without-id',
    title: 'It answers probes of an unavailable user without an id.',
    fault: () => onProbeAnswer('unavailable', setAttributes({ id: undefined })),
  }),
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
