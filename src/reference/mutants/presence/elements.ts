// RFC 6121 4.7: children of presence that the server removes, changes or adds.

import type { XmlElement } from '../../../model/xml.ts';
import { child, element, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { isPresenceType } from '../../presence.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import {
  addChildren,
  clientElement,
  drop,
  isPresence,
  replaceChildren,
  showPriority,
  withoutChildren,
  withText,
} from '../kit/rewrites.ts';
import { isAnyone, isSender, onDelivery, onNotification } from './notifications.ts';

// NO_MUTANT 4.7.2.3-a, 4.7.2.3-f: a server may remove a priority, because it may override any.

/** What replaces a child of presence. */
type Replacement = (found: XmlElement) => readonly XmlElement[];

export const elementMutants: readonly Mutant[] = [
  breaks('4.7.1-b/without-error', 'It sends presence errors without <error/>.', () => {
    const emptied = (stanza: XmlElement) => [isPresence(stanza, 'error') ? withoutChildren(stanza) : stanza];
    return withHooks({ toClient: emptied, toRemote: emptied });
  }),
  breaks('4.7.1-d/ignored', 'It ignores presence of an unknown type.', () => {
    const known = (stanza: XmlElement) => (isUnknown(stanza) ? [] : [stanza]);
    return withHooks({ fromClient: known, fromRemote: known });
  }),
  breaksReceived('4.4.2-a/show-dropped', 'It removes show.', 'show', drop),
  breaksDelivered('4.7.2.1-b/doubled', 'It sends each show twice.', 'show', (it) => [it, it]),
  breaksDelivered('4.7.2.1-c/mixed', 'It puts an element into show.', 'show', withElement),
  breaksDelivered('4.7.2.1-d/unknown', 'It sends a show value that does not exist.', 'show', replacedBy('invisible')),
  breaksReceived('4.4.2-a/status-dropped', 'It removes status.', 'status', drop),
  breaksDelivered('4.7.2.2-b/mixed', 'It puts an element into status.', 'status', withElement),
  breaks('4.7.2.2-b/mixed-at-end', 'It generates unavailable presence with an element in status.', () =>
    onNotification(['stream-end'], isAnyone, (stanza) => [
      addChildren(stanza, ...withElement(clientElement('status', 'gone'))),
    ]),
  ),
  breaks(
    '4.7.2.2-g/one-language-twice',
    'It generates unavailable presence with two statuses in one language.',
    () =>
      onNotification(['stream-end'], isAnyone, (stanza) => [
        addChildren(stanza, clientElement('status', 'gone'), clientElement('status', 'away')),
      ]),
    { nearest: ['rfc6121/4.5.2/closed'] },
  ),
  breaksReceived('4.4.2-a/status-language-lost', 'It removes the language of status.', 'status', (status) => [
    stamp(status, { 'xml:lang': undefined }),
  ]),
  breaksReceived(
    '4.4.2-a/status-trimmed',
    'It removes white space at the ends of status.',
    'status',
    withText((value) => value.trim()),
  ),
  breaksReceived(
    '4.5.2-d/status-dropped',
    'It removes status from unavailable presence.',
    'status',
    drop,
    'unavailable',
  ),
  breaksReceived(
    'A.2.1-a/status-dropped',
    'It removes status from a subscription request.',
    'status',
    drop,
    'subscribe',
  ),
  breaksDelivered('4.7.2.3-b/too-large', 'It sends the priority 128.', 'priority', replacedBy('128')),
  breaksDelivered('4.7.2.3-b/word', 'It sends a word as priority.', 'priority', replacedBy('high')),
  breaksDelivered('4.7.2.3-c/doubled', 'It adds a second priority.', 'priority', (priority) => [
    priority,
    clientElement('priority', '5'),
  ]),
  breaksDelivered('4.7.2.3-d/mixed', 'It puts an element into priority.', 'priority', withElement),
  breaks('4.7.2.3-e/negative', 'It treats a missing priority as -1.', () => assumePriority(() => -1)),
  breaks('4.7.2.3-e/kept', 'It keeps the last priority when one is missing.', () => assumePriority((last) => last)),
  breaks('4.7.2.3-g/echo-only', 'It overrides the priority in the echo to the sending resource only.', () =>
    onDelivery(['update'], isSender, replaceNamed('priority', replacedBy('5'))),
  ),
  breaks('4.7.2.3-g/contacts-only', 'It overrides the priority in presence to contacts only.', () =>
    onNotification(['update'], isAnyone, replaceNamed('priority', replacedBy('5'))),
  ),
  breaks('4.7.2.3-g/shown-only', 'It leaves the priority out of all presence, and delivers messages by it.', () =>
    showPriority(() => undefined),
  ),
  breaks(
    '4.7.2.3-g/shown-negative',
    'It shows priorities that are not negative as negative, and delivers messages by those given.',
    () => showPriority((given) => Math.min(given, -1 - given)),
  ),
  breaksReceived('4.4.2-a/extension-dropped', 'It removes an extension.', 'weather', drop),
];

const isUnknown = ({ name, attrs }: XmlElement): boolean => name === 'presence' && !isPresenceType(attrs['type']);

function withElement(found: XmlElement): readonly XmlElement[] {
  return [addChildren(found, element('reason', NS.client))];
}

function replacedBy(content: string): Replacement {
  return ({ name }) => [clientElement(name, content)];
}

const replaceNamed = (name: string, rewrite: Replacement) => replaceChildren((found) => found.name === name, rewrite);

/** A mutant that changes a child of available presence in its delivery to local clients. */
function breaksDelivered(name: string, title: string, changed: string, rewrite: Replacement): Mutant {
  return breaks(name, title, () =>
    toClient((stanza) => isPresence(stanza, 'available'), replaceNamed(changed, rewrite)),
  );
}

/** A mutant that changes a child of a client's presence before it handles the presence. */
function breaksReceived(
  name: string,
  title: string,
  changed: string,
  rewrite: Replacement,
  type = 'available',
): Mutant {
  return breaks(name, title, () => fromClient((stanza) => isPresence(stanza, type), replaceNamed(changed, rewrite)));
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
