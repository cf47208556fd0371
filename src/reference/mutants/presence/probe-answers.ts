// RFC 6121 4.3.2: answers to probes that are missing, or contain too little or too much.

import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import type { RoutePredicate } from '../kit/hooks.ts';
import { fromRemote, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
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
import { currentPresence, onProbeAnswer, plainAvailability } from './on-probe-answer.ts';

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
