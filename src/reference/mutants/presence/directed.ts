// RFC 6121 4.6.3: directed presence that is lost, or followed by what must not follow.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { isSubscriber as seesPresence } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { route } from '../../route.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, doubled, lost } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  type Doing,
  during,
  everybody,
  isFrom,
  isItself,
  isNegative,
  isStranger,
  type Told,
  telling,
  without,
} from './occasion.ts';
import { remember, untoldAfter } from './recipients.ts';

const isSubscriber = (to: Told): boolean => to.isSubscriber;
const isOneResource = ({ resource }: Told): boolean => resource !== '';
const toBareJid = (stanza: XmlElement): readonly XmlElement[] => [
  stamp(stanza, { to: parseJid(stanza.attrs['to'] ?? '')?.bare }),
];

export const directedMutants: readonly Mutant[] = [
  breaks('4.6.3-a', {
    word: 'dropped',
    title: 'It drops directed presence.',
    fault: () => telling(['directed', 'taken-back'], everybody, lost),
  }),
  ...onTheWayTo('4.6.3-b', 'subscribers', isSubscriber),
  breaks('4.6.3-c', {
    word: 'told-twice',
    title: 'It tells a subscriber of the end once more for directed presence.',
    fault: () =>
      telling(['leaving', 'end'], (to, { resource }) => to.isSubscriber && resource?.directed.size !== 0, doubled),
  }),
  breaks('4.6.3-d', {
    word: 'no-updates-after-available',
    title: 'It sends no updates to a subscriber who got directed presence.',
    fault: () => untoldAfter('directed', ['update'], isSubscriber),
  }),
  breaks('4.6.3-d', {
    word: 'no-updates-after-unavailable',
    title: 'It sends no updates to a subscriber who got directed unavailable presence.',
    fault: () => untoldAfter('taken-back', ['update'], isSubscriber),
  }),
  ...onTheWayTo('4.6.3-e', 'strangers', isStranger),
  breaks('4.6.3-e', {
    word: 'all-resources',
    title: 'It sends directed presence to all resources of a stranger.',
    fault: () => telling(['directed'], isStranger, toBareJid),
  }),
  breaks('4.6.3-f', {
    word: 'initial-told',
    title: 'It sends initial presence to strangers who got directed presence.',
    fault: () => alsoTelling(['initial']),
  }),
  breaks('4.6.3-g', {
    word: 'updates-told',
    title: 'It sends updates to strangers who got directed presence.',
    fault: () => alsoTelling(['update']),
  }),
  breaks('4.6.3-h', {
    word: 'leaving-untold',
    title: 'It sends unavailable presence to no stranger who got directed presence.',
    fault: () => telling(['leaving'], isStranger, lost),
  }),
  breaks('4.6.3-h', {
    word: 'end-untold',
    title: 'It does not tell strangers who got directed presence of the end of the stream.',
    fault: () => telling(['end'], (to, { stanza }) => isStranger(to) && stanza !== undefined, lost),
  }),
  breaks('4.6.3-h', {
    word: 'resource-untold',
    title: 'It does not tell resources of the end that got directed presence.',
    fault: () => telling(['leaving', 'end'], (to) => isStranger(to) && isOneResource(to), lost),
  }),
  breaks('4.6.3-h', {
    word: 'all-resources',
    title: 'It tells all resources of the end where one got directed presence.',
    fault: () => telling(['leaving', 'end'], isStranger, toBareJid),
  }),
  breaks('4.6.3-h', {
    word: 'other-resource-told',
    title: 'It tells those of the end of a resource who got directed presence from another.',
    fault: () => during(['leaving', 'end'], { before: ({ resource }) => resource && rememberAll(resource) }),
  }),
  breaks('4.6.3-i', {
    word: 'lost',
    title: 'It drops directed presence of a resource that is not available.',
    fault: () => telling(['directed'], (_, { resource }) => resource?.presence === undefined, lost),
  }),
  breaks('4.6.3-i', {
    word: 'end-untold',
    title: 'It does not tell of the end of a resource that is not available.',
    fault: () => telling(['end'], (_, { stanza }) => stanza === undefined, lost),
  }),
  breaks('4.6.3-i', {
    word: 'subscriber-untold',
    title: 'It does not tell subscribers of the end of a resource that is not available.',
    fault: () => telling(['end'], (to, { stanza }) => to.isSubscriber && stanza === undefined, lost),
  }),
];

function onTheWayTo(requirement: string, whom: string, fits: (to: Told) => boolean): readonly Mutant[] {
  return [
    breaks(requirement, {
      word: 'lost',
      title: `It drops directed presence to ${whom}.`,
      fault: () => telling(['directed'], fits, lost),
    }),
    breaks(requirement, {
      word: 'not-of-negative',
      title: `It drops directed presence to ${whom} of a resource of negative priority.`,
      fault: () => telling(['directed'], (to, { resource }) => fits(to) && isNegative(resource), lost),
    }),
    breaks(requirement, {
      word: 'unavailable-lost',
      title: `It drops directed unavailable presence to ${whom}.`,
      fault: () => telling(['taken-back'], fits, lost),
    }),
    breaks(requirement, {
      word: 'without-extensions',
      title: `It sends directed presence to ${whom} without extensions.`,
      fault: () => telling(['directed'], fits, (stanza) => [without(stanza, 'weather')]),
    }),
  ];
}

/** Such presence goes to strangers as well who got directed presence. */
function alsoTelling(doings: readonly Doing[]): Fault {
  return during(doings, {
    toClient: (stanza, { server, resource }, occasion) => {
      const isEcho = isFrom(stanza, occasion) && isItself(resource, occasion);
      const strangers = isEcho ? [...resource.directed.keys()].filter((jid) => !isSeenBy(resource, jid)) : [];
      for (const to of strangers) route(server, stamp(stanza, { to }));
      return [stanza];
    },
  });
}

function isSeenBy({ account }: Resource, jid: string): boolean {
  return seesPresence(account, parseJid(jid)?.bare ?? '');
}

/** As if all that went out from any resource of the account had gone out from this one. */
function rememberAll(resource: Resource): void {
  for (const { directed } of resource.account.resources.values()) remember(resource, new Set(directed.keys()));
}
