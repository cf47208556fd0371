// RFC 6121 4.2 and 4.4: initial and updated presence that reaches the wrong recipients, or is changed.

import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { drop, withBareFrom, withoutChildren } from '../kit/rewrites.ts';
import { contactMutants, contactResourceMutants, ownResourceMutants } from './audience.ts';
import { isAnyone, onNotification, seemsOffline } from './notifications.ts';

const INITIAL = { kind: 'initial', slug: 'initial', name: 'initial presence' } as const;
const UPDATE = { kind: 'update', slug: 'update', name: 'updated presence' } as const;

export const broadcastMutants: readonly Mutant[] = [
  ...contactMutants('4.2.2-a', INITIAL),
  ...ownResourceMutants('4.2.2-b', INITIAL),
  ...contactResourceMutants('4.2.3-a', INITIAL),
  breaks('4.2.2-a', {
    slug: 'from-bare-jid',
    title: 'It sends initial presence from the bare JID.',
    fault: () => onNotification(['initial'], isAnyone, withBareFrom),
  }),
  breaks('4.2.2-a', {
    slug: 'stripped',
    title: 'It sends initial presence without its children.',
    nearest: ['rfc6121/4.2.1/carried'],
    fault: () => onNotification(['initial'], isAnyone, (stanza) => [withoutChildren(stanza)]),
  }),
  ...contactMutants('4.4.2-a', UPDATE),
  ...ownResourceMutants('4.4.2-b', UPDATE),
  ...contactResourceMutants('4.4.3-a', UPDATE),
  breaks('4.4.2-a', {
    slug: 'without-extensions',
    title: 'It sends updated presence without extensions.',
    fault: () => onNotification(['update'], isAnyone, (stanza) => [withoutChildren(stanza, 'weather')]),
  }),
  breaks('4.4.2-a', {
    slug: 'spared',
    title: 'It does not send updated presence to a remote contact that has sent no presence.',
    fault: () => onNotification(['update'], seemsOffline, drop),
  }),
  breaks('4.4.2-a', {
    slug: 'without-show',
    title: 'It sends updated presence without show.',
    fault: () => onNotification(['update'], isAnyone, (stanza) => [withoutChildren(stanza, 'show')]),
  }),
];
