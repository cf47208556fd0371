// RFC 6121 4.7: children of presence that the server removes, changes or adds.

import type { XmlElement } from '../../../model/xml.ts';
import { child, element, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { isPresenceType } from '../../presence.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { isPresence } from '../kit/predicates.ts';
import {
  addChildren,
  clientElement,
  drop,
  replaceChildren,
  showPriority,
  withoutChildren,
  withText,
} from '../kit/rewrites.ts';
import { isAnyone, isSender, onDelivery, onNotification } from './notifications.ts';

// NO_MUTANT 4.7.2.3-a, 4.7.2.3-f: a server may remove a priority, because it may override any.

/** What replaces a child of presence. */
interface Replacement {
  readonly slug: string;
  readonly title: string;
  readonly name: string;
  /** The type of the presence; available when absent. */
  readonly type?: string;
  rewrite(found: XmlElement): readonly XmlElement[];
}

export const elementMutants: readonly Mutant[] = [
  breaks('4.7.1-b', {
    slug: 'without-error',
    title: 'It sends presence errors without <error/>.',
    fault: () => {
      const emptied = (stanza: XmlElement) => [isPresence(stanza, 'error') ? withoutChildren(stanza) : stanza];
      return withHooks({ toClient: emptied, toRemote: emptied });
    },
  }),
  breaks('4.7.1-d', {
    slug: 'ignored',
    title: 'It ignores presence of an unknown type.',
    fault: () => {
      const known = (stanza: XmlElement) => (isUnknown(stanza) ? [] : [stanza]);
      return withHooks({ fromClient: known, fromRemote: known });
    },
  }),
  breaksReceived('4.4.2-a', { slug: 'show-dropped', title: 'It removes show.', name: 'show', rewrite: drop }),
  breaksDelivered('4.7.2.1-b', {
    slug: 'doubled',
    title: 'It sends each show twice.',
    name: 'show',
    rewrite: (it) => [it, it],
  }),
  breaksDelivered('4.7.2.1-c', {
    slug: 'mixed',
    title: 'It puts an element into show.',
    name: 'show',
    rewrite: withElement,
  }),
  breaksDelivered('4.7.2.1-d', {
    slug: 'unknown',
    title: 'It sends a show value that does not exist.',
    name: 'show',
    rewrite: replacedBy('invisible'),
  }),
  breaksReceived('4.4.2-a', { slug: 'status-dropped', title: 'It removes status.', name: 'status', rewrite: drop }),
  breaksDelivered('4.7.2.2-b', {
    slug: 'mixed',
    title: 'It puts an element into status.',
    name: 'status',
    rewrite: withElement,
  }),
  breaks('4.7.2.2-b', {
    slug: 'mixed-at-end',
    title: 'It generates unavailable presence with an element in status.',
    fault: () =>
      onNotification(['stream-end'], isAnyone, (stanza) => [
        addChildren(stanza, ...withElement(clientElement('status', 'gone'))),
      ]),
  }),
  breaks('4.7.2.2-g', {
    slug: 'one-language-twice',
    title: 'It generates unavailable presence with two statuses in one language.',
    nearest: ['rfc6121/4.5.2/closed'],
    fault: () =>
      onNotification(['stream-end'], isAnyone, (stanza) => [
        addChildren(stanza, clientElement('status', 'gone'), clientElement('status', 'away')),
      ]),
  }),
  breaksReceived('4.4.2-a', {
    slug: 'status-language-lost',
    title: 'It removes the language of status.',
    name: 'status',
    rewrite: (status) => [stamp(status, { 'xml:lang': undefined })],
  }),
  breaksReceived('4.4.2-a', {
    slug: 'status-trimmed',
    title: 'It removes white space at the ends of status.',
    name: 'status',
    rewrite: withText((value) => value.trim()),
  }),
  breaksReceived('4.5.2-d', {
    slug: 'status-dropped',
    title: 'It removes status from unavailable presence.',
    name: 'status',
    type: 'unavailable',
    rewrite: drop,
  }),
  breaksReceived('A.2.1-a', {
    slug: 'status-dropped',
    title: 'It removes status from a subscription request.',
    name: 'status',
    type: 'subscribe',
    rewrite: drop,
  }),
  breaksDelivered('4.7.2.3-b', {
    slug: 'too-large',
    title: 'It sends the priority 128.',
    name: 'priority',
    rewrite: replacedBy('128'),
  }),
  breaksDelivered('4.7.2.3-b', {
    slug: 'word',
    title: 'It sends a word as priority.',
    name: 'priority',
    rewrite: replacedBy('high'),
  }),
  breaksDelivered('4.7.2.3-c', {
    slug: 'doubled',
    title: 'It adds a second priority.',
    name: 'priority',
    rewrite: (priority) => [priority, clientElement('priority', '5')],
  }),
  breaksDelivered('4.7.2.3-d', {
    slug: 'mixed',
    title: 'It puts an element into priority.',
    name: 'priority',
    rewrite: withElement,
  }),
  breaks('4.7.2.3-e', {
    slug: 'negative',
    title: 'It treats a missing priority as -1.',
    fault: () => assumePriority(() => -1),
  }),
  breaks('4.7.2.3-e', {
    slug: 'kept',
    title: 'It keeps the last priority when one is missing.',
    fault: () => assumePriority((last) => last),
  }),
  breaks('4.7.2.3-g', {
    slug: 'echo-only',
    title: 'It overrides the priority in the echo to the sending resource only.',
    fault: () => onDelivery(['update'], isSender, replaceNamed('priority', replacedBy('5'))),
  }),
  breaks('4.7.2.3-g', {
    slug: 'contacts-only',
    title: 'It overrides the priority in presence to contacts only.',
    fault: () => onNotification(['update'], isAnyone, replaceNamed('priority', replacedBy('5'))),
  }),
  breaks('4.7.2.3-g', {
    slug: 'shown-only',
    title: 'It leaves the priority out of all presence, and delivers messages by it.',
    fault: () => showPriority(() => undefined),
  }),
  breaks('4.7.2.3-g', {
    slug: 'shown-negative',
    title: 'It shows priorities that are not negative as negative, and delivers messages by those given.',
    fault: () => showPriority((given) => Math.min(given, -1 - given)),
  }),
  breaksReceived('4.4.2-a', {
    slug: 'extension-dropped',
    title: 'It removes an extension.',
    name: 'weather',
    rewrite: drop,
  }),
];

const isUnknown = ({ name, attrs }: XmlElement): boolean => name === 'presence' && !isPresenceType(attrs['type']);

function withElement(found: XmlElement): readonly XmlElement[] {
  return [addChildren(found, element('reason', NS.client))];
}

function replacedBy(content: string): Replacement['rewrite'] {
  return ({ name }) => [clientElement(name, content)];
}

const replaceNamed = (name: string, rewrite: Replacement['rewrite']) =>
  replaceChildren((found) => found.name === name, rewrite);

/** A mutant that changes a child of available presence in its delivery to local clients. */
function breaksDelivered(requirement: string, { name, rewrite, ...description }: Replacement): Mutant {
  const fault = () => toClient((stanza) => isPresence(stanza, 'available'), replaceNamed(name, rewrite));
  return breaks(requirement, { ...description, fault });
}

/** A mutant that changes a child of a client's presence before it handles the presence. */
function breaksReceived(
  requirement: string,
  { name, type = 'available', rewrite, ...description }: Replacement,
): Mutant {
  const fault = () => fromClient((stanza) => isPresence(stanza, type), replaceNamed(name, rewrite));
  return breaks(requirement, { ...description, fault });
}

/** The echo is the first stanza that is sent: the priority that it sets is in force from then on. */
function assumePriority(assume: (last: number) => number): Fault {
  const last = new Map<string, number>();
  return toClient(
    (stanza, { resource }) => isPresence(stanza, 'available') && stanza.attrs['from'] === resource.jid,
    (stanza, { resource }) => {
      if (!child(stanza, 'priority')) resource.priority = assume(last.get(resource.jid) ?? 0);
      last.set(resource.jid, resource.priority);
      return [stanza];
    },
  );
}
