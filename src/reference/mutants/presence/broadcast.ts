// RFC 6121 4.2 and 4.4: initial presence and updates that reach too few or too many, or not as they were.

import { breaks, lost } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { everybody, fromBareJid, isThoughtOffline, telling, without } from './occasion.ts';
import { contactsMissed, ownResourcesMissed, theirResourcesMissed } from './receivers.ts';

const INITIAL = { doing: 'initial', name: 'initial presence' } as const;
const UPDATE = { doing: 'update', name: 'updated presence' } as const;

export const broadcastMutants: readonly Mutant[] = [
  ...contactsMissed('4.2.2-a', INITIAL),
  ...ownResourcesMissed('4.2.2-b', INITIAL),
  ...theirResourcesMissed('4.2.3-a', INITIAL),
  breaks('4.2.2-a', {
    word: 'from-bare-jid',
    title: 'It sends initial presence from the bare JID.',
    fault: () => telling(['initial'], everybody, fromBareJid),
  }),
  breaks('4.2.1-c', {
    word: 'stripped',
    title: 'It sends initial presence without what it says.',
    fault: () => telling(['initial'], everybody, (stanza) => [without(stanza)]),
  }),
  ...contactsMissed('4.4.2-a', UPDATE),
  ...ownResourcesMissed('4.4.2-b', UPDATE),
  ...theirResourcesMissed('4.4.3-a', UPDATE),
  breaks('4.4.2-a', {
    word: 'without-extensions',
    title: 'It sends updated presence without extensions.',
    fault: () => telling(['update'], everybody, (stanza) => [without(stanza, 'weather')]),
  }),
  breaks('4.4.2-a', {
    word: 'spared',
    title: 'It does not send updated presence to a remote contact who has shown none.',
    fault: () => telling(['update'], isThoughtOffline, lost),
  }),
  breaks('4.4.1-a', {
    word: 'without-show',
    title: 'It sends updated presence without show.',
    fault: () => telling(['update'], everybody, (stanza) => [without(stanza, 'show')]),
  }),
];
