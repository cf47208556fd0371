// RFC 6121 4.5: unavailable presence that reaches too few or too many, or is not made at all.

import type { XmlElement } from '../../../model/xml.ts';
import { child } from '../../../stanza/xml.ts';
import { breaks, isPresence, lost, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  during,
  everybody,
  fromBareJid,
  isAnotherOwn,
  isFrom,
  isNegative,
  isThoughtOffline,
  type Occasion,
  showing,
  telling,
  withMore,
  without,
} from './occasion.ts';
import { contactsMissed, ownResourcesMissed, theirResourcesMissed } from './receivers.ts';

// NO_MUTANT 4.5.3-b: a server that spares contacts whom it thinks offline and does not note that one has gone sends
// them what 4.4.2 asks for: nothing can be seen of it.

const LEAVING = { doing: 'leaving', name: 'unavailable presence' } as const;
const END = { doing: 'end', name: 'the unavailable presence that it makes' } as const;

export const unavailableMutants: readonly Mutant[] = [
  breaks('4.5.1-b', {
    word: 'without-status',
    title: 'It sends unavailable presence without status.',
    fault: () => telling(['leaving'], everybody, (stanza) => [without(stanza, 'status')]),
  }),
  ...['show', 'priority'].map((name) =>
    breaks('4.5.1-c', {
      word: `with-${name}`,
      title: `It puts the last ${name} into the unavailable presence that it makes.`,
      fault: () => telling(['end'], everybody, (stanza, { stanza: last }) => [withLast(name, stanza, last)]),
    }),
  ),
  breaks('4.5.2-a', {
    word: 'unnoticed',
    title: 'It does not notice the end of a stream.',
    fault: () => tampered({ noticesStreamEnd: () => false }),
  }),
  ...contactsMissed('4.5.2-b', LEAVING),
  ...contactsMissed('4.5.2-b', END),
  breaks('4.5.2-b', {
    word: 'from-bare-jid',
    title: 'It sends unavailable presence from the bare JID.',
    fault: () => telling(['leaving', 'end'], everybody, fromBareJid),
  }),
  breaks('4.5.2-c', {
    word: 'spared',
    title: 'It does not send unavailable presence to a remote contact who has shown none.',
    fault: () => telling(['leaving', 'end'], isThoughtOffline, lost),
  }),
  breaks('4.5.2-d', {
    word: 'without-extensions',
    title: 'It sends unavailable presence without extensions.',
    fault: () => telling(['leaving'], everybody, (stanza) => [without(stanza, 'weather')]),
  }),
  breaks('4.5.2-d', {
    word: 'bare-to-own-resources',
    title: 'It sends unavailable presence to the other resources of the user without what it says.',
    fault: () => showing(['leaving'], isAnotherOwn, (stanza) => [without(stanza)]),
  }),
  ...ownResourcesMissed('4.5.2-e', LEAVING),
  breaks('4.5.2-e', {
    word: 'end-untold',
    title: 'It does not tell the other resources of the user of the end of a stream.',
    fault: () => showing(['end'], isAnotherOwn, lost),
  }),
  breaks('4.5.2-e', {
    word: 'end-not-to-negative',
    title: 'It does not tell the other resources of the user that are of negative priority of the end of a stream.',
    fault: () => showing(['end'], (to, it) => isAnotherOwn(to, it) && isNegative(to), lost),
  }),
  breaks('4.5.2-f', {
    word: 'not-made',
    title: 'It makes no unavailable presence when a stream ends.',
    fault: () => during(['end'], { route: unlessIts, toClient: unlessIts }),
  }),
  breaks('4.5.2-g', {
    word: 'not-broadcast',
    title: 'It does not tell contacts of presence after unavailable presence.',
    fault: () => telling(['again'], everybody, lost),
  }),
  breaks('4.5.2-g', {
    word: 'not-probed',
    title: 'After unavailable presence it does not learn the presence of contacts again.',
    fault: () => during(['again'], { route: (stanza) => (isPresence(stanza, 'probe') ? [] : [stanza]) }),
  }),
  breaks('4.5.2-g', {
    word: 'not-asked',
    title: 'After unavailable presence it does not show requests again.',
    fault: () => during(['again'], { toClient: (stanza) => (isPresence(stanza, 'subscribe') ? [] : [stanza]) }),
  }),
  ...theirResourcesMissed('4.5.3-a', LEAVING),
];

/** Not what tells of whom the occasion is about. */
function unlessIts(stanza: XmlElement, _: unknown, occasion: Occasion): readonly XmlElement[] {
  return isFrom(stanza, occasion) ? [] : [stanza];
}

function withLast(name: string, stanza: XmlElement, last: XmlElement | undefined): XmlElement {
  const found = last && child(last, name);
  return found ? withMore(stanza, found) : stanza;
}
