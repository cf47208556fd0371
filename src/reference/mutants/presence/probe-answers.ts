// RFC 6121 4.3.2: answers to probes that tell too little, too much or the wrong thing.

import { parseJid } from '../../../stanza/jid.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { accountAt } from '../../lookup.ts';
import { stamp } from '../../stanza.ts';
import { altered, breaks, lost, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { answering, mereOf, wholeOf } from './answering.ts';
import { fromBareJid, inner, isNegative, isProbe, withMore, without } from './occasion.ts';

// NO_MUTANT 4.3.2-d, 4.3.2-g: what a server may tell; this one does not.

export const probeAnswerMutants: readonly Mutant[] = [
  breaks('4.3.2-a', {
    word: 'silent',
    title: 'It does not answer probes of strangers.',
    fault: () => answering('unsubscribed', lost),
  }),
  breaks('4.3.2-b', {
    word: 'pre-approval-lost',
    title: 'It takes a pre-approval back when the contact probes.',
    fault: takesPreApprovalBack,
  }),
  breaks('4.3.2-c', {
    word: 'from-full-jid',
    title: 'It answers probes of strangers from an available resource.',
    fault: () =>
      answering('unsubscribed', (answer, { account, resources: [first] }) =>
        altered({ from: (first ?? account).jid })(answer),
      ),
  }),
  breaks('4.3.2-e', {
    word: 'silent',
    title: 'It does not tell who probes that the user has moved.',
    fault: () => answering('error', lost),
  }),
  breaks('4.3.2-f', {
    word: 'silent',
    title: 'It does not answer probes of somebody who is not available.',
    fault: () => answering('unavailable', lost),
  }),
  breaks('4.3.2-h', {
    word: 'with-details',
    title: 'It answers probes of somebody who is not available with a status of its own.',
    fault: () => answering('unavailable', (answer) => [withMore(answer, inner('status', 'offline'))]),
  }),
  breaks('4.3.2-i', {
    word: 'without-time',
    title: 'It does not tell who probes since when the user is gone.',
    fault: () => answering('unavailable', (answer) => [without(answer)]),
  }),
  breaks('4.3.2-j', {
    word: 'one-resource',
    title: 'It answers probes of an account with the presence of one resource.',
    fault: () =>
      answering('available', (answer, { isOfOne, about, resources: [first] }) =>
        isOfOne || about === first ? [answer] : [],
      ),
  }),
  breaks('4.3.2-j', {
    word: 'not-of-negative',
    title: 'It answers probes of an account without the presence of resources of negative priority.',
    fault: () =>
      answering('available', (answer, { isOfOne, about }) => (!isOfOne && isNegative(about) ? [] : [answer])),
  }),
  breaks('4.3.2-j', {
    word: 'without-extensions',
    title: 'It answers probes without extensions.',
    fault: () => answering('available', (answer) => [without(answer, 'weather')]),
  }),
  breaks('4.3.2-j', {
    word: 'last-sent',
    title: 'It answers probes with presence that went to somebody in particular.',
    fault: () =>
      answering('available', (answer, { isOfOne, about, prober }) => {
        const last = [...(about?.directed.values() ?? [])].at(-1);
        return [last && !isOfOne ? stamp(last, { to: prober.full }) : answer];
      }),
  }),
  breaks('4.3.2-j', {
    word: 'from-bare-jid',
    title: 'It answers probes of an account from the bare JID.',
    fault: () => answering('available', (answer, { isOfOne }) => (isOfOne ? [answer] : fromBareJid(answer))),
  }),
  breaks('4.3.2-k', {
    word: 'all-resources',
    title: 'It answers probes of one resource with the presence of all.',
    fault: answersForAll,
  }),
  breaks('4.3.2-l', {
    word: 'told',
    title: 'It tells a stranger who probes a resource that it is there.',
    fault: () =>
      answering('unsubscribed', (answer, probe) =>
        probe.isOfOne && probe.about ? [mereOf(probe.about, probe)] : [answer],
      ),
  }),
  breaks('4.3.2-m', {
    word: 'silent',
    title: 'It does not answer probes of one resource.',
    fault: () => answering('available', (answer, { isOfOne }) => (isOfOne ? [] : [answer])),
  }),
  breaks('4.3.2-m', {
    word: 'unavailable',
    title: 'It answers probes of one resource as if that were gone.',
    fault: () =>
      answering('available', (answer, { isOfOne }) => altered({ type: isOfOne ? 'unavailable' : undefined })(answer)),
  }),
  breaks('4.3.2-n', {
    word: 'with-details',
    title: 'It answers probes of one resource with all that its presence says.',
    fault: () =>
      answering('available', (answer, probe) =>
        probe.isOfOne && probe.isSubscriber && probe.about ? wholeOf(probe.about, probe) : [answer],
      ),
  }),
  breaks('4.3.2.1-a', {
    word: 'id-of-probe',
    title: 'It answers probes of available resources with the id of the probe.',
    fault: () => answering('available', (answer, { id }) => altered({ id })(answer)),
  }),
  breaks('4.3.2.1-b', {
    word: 'unsubscribed-without-id',
    title: 'It answers probes of strangers without an id.',
    fault: () => answering('unsubscribed', altered({ id: undefined })),
  }),
  breaks('4.3.2.1-b', {
    word: 'unavailable-without-id',
    title: 'It answers probes of somebody who is not available without an id.',
    fault: () => answering('unavailable', altered({ id: undefined })),
  }),
];

function takesPreApprovalBack(): Fault {
  return tampered({
    fromRemote: (stanza, server) => {
      const to = parseJid(stanza.attrs['to'] ?? '');
      const from = parseJid(stanza.attrs['from'] ?? '');
      const items = to && accountAt(server, to)?.roster.items;
      const item = items?.get(from?.bare ?? '');
      if (isProbe(stanza) && item) items?.set(item.jid, { ...item, approved: false });
      return [stanza];
    },
  });
}

/** The probe of a subscriber is taken for one of the account. */
function answersForAll(): Fault {
  return tampered({
    fromRemote: (stanza, server) => {
      const to = parseJid(stanza.attrs['to'] ?? '');
      const from = parseJid(stanza.attrs['from'] ?? '');
      const account = to && accountAt(server, to);
      const isMeant = isProbe(stanza) && from && account && isSubscriber(account, from.bare);
      return [isMeant ? stamp(stanza, { to: account.jid }) : stanza];
    },
  });
}
