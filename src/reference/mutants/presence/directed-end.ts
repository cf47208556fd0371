// RFC 6121 4.6.1: directed presence that stands in the way of subscriptions, or is not forgotten.

import { parseJid } from '../../../stanza/jid.ts';
import type { Fault } from '../../fault.ts';
import { accountAt } from '../../lookup.ts';
import { route } from '../../route.ts';
import { stamp } from '../../stanza.ts';
import { breaks, isPresence } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { during, everybody, isFrom, isItself, isStranger } from './occasion.ts';
import { notes, remember, untoldAfter } from './recipients.ts';

export const directedEndMutants: readonly Mutant[] = [
  breaks('4.6.1-a', {
    word: 'cancelled-told',
    title: 'It goes on telling who got directed presence although the subscription was cancelled.',
    fault: tellsCancelled,
  }),
  breaks('4.6.1-a', {
    word: 'approved-untold',
    title: 'It does not tell who is approved of presence when directed presence went out before.',
    fault: () => untoldAfter('directed', ['subscribed'], everybody),
  }),
  breaks('4.6.1-b', {
    word: 'updates-withheld',
    title: 'It sends no updates to a subscriber who got directed presence before subscribing.',
    fault: () => untoldAfter('directed', ['update'], isStranger),
  }),
  breaks('4.6.1-b', {
    word: 'end-withheld',
    title: 'It sends no unavailable presence to a subscriber who got directed presence before subscribing.',
    fault: () => untoldAfter('directed', ['leaving', 'end'], isStranger),
  }),
  breaks('4.6.1-c', {
    word: 'unavailable-withheld',
    title: 'It cancels a subscription without unavailable presence when directed presence went out before.',
    fault: () => untoldAfter('directed', ['unsubscribed'], everybody),
  }),
  breaks('4.6.1-d', {
    word: 'not-forgotten',
    title: 'It tells those of the end who got directed unavailable presence.',
    fault: remembersTakenBack,
  }),
  breaks('4.6.1-e', {
    word: 'not-forgotten',
    title: 'It tells those of the end who got directed presence and have gone.',
    fault: remembersGone,
  }),
];

function tellsCancelled(): Fault {
  const { of, note } = notes();
  return during(['unsubscribed', 'update'], {
    before: ({ doing, resource, stanza }) => {
      const to = parseJid(stanza?.attrs['to'] ?? '')?.bare ?? '';
      const isTold = [...(resource?.directed.keys() ?? [])].some((jid) => parseJid(jid)?.bare === to);
      if (doing === 'unsubscribed' && resource && isTold) note(resource, to);
    },
    toClient: (stanza, { server, resource }, occasion) => {
      const isEcho = isFrom(stanza, occasion) && isItself(resource, occasion);
      if (isEcho) for (const to of of(resource)) route(server, stamp(stanza, { to }));
      return [stanza];
    },
  });
}

function remembersTakenBack(): Fault {
  const { of, note } = notes();
  return during(['taken-back', 'leaving', 'end'], {
    before: ({ doing, resource, stanza }) => {
      if (resource && stanza && doing === 'taken-back') note(resource, stanza.attrs['to'] ?? '');
      else if (resource) remember(resource, of(resource));
    },
  });
}

function remembersGone(): Fault {
  const { of, note } = notes();
  return during(['taken-back', 'leaving', 'end'], {
    before: ({ doing, resource }) => {
      if (resource && doing !== 'taken-back') remember(resource, of(resource));
    },
    route: (stanza, server, occasion) => {
      const { from = '', to = '' } = stanza.attrs;
      const address = isFrom(stanza, occasion) && isPresence(stanza, 'unavailable') ? parseJid(to) : undefined;
      const others = (address && accountAt(server, address)?.resources.values()) ?? [];
      for (const other of others) if (other.directed.has(from)) note(other, from);
      return [stanza];
    },
  });
}
