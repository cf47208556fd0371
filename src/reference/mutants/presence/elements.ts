// RFC 6121 4.7: what the server puts into presence, and what it does not pass on.

import type { XmlElement } from '../../../model/xml.ts';
import { child, element, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { isPresenceType } from '../../presence.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, isPresence, tampered, toClient, withEach } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { everybody, inner, isItself, showing, telling, withMore, without } from './occasion.ts';

// NO_MUTANT 4.7.2.3-a, 4.7.2.3-f: a server may take a priority away, as it may override any.

/** What becomes of a child of presence. */
interface Replacement {
  readonly word: string;
  readonly title: string;
  readonly name: string;
  /** Of which type of presence; available when absent. */
  readonly type?: string;
  become(found: XmlElement): readonly XmlElement[];
}

export const elementMutants: readonly Mutant[] = [
  breaks('4.7.1-b', {
    word: 'without-error',
    title: 'It sends presence errors that do not say what is wrong.',
    fault: () => {
      const emptied = (stanza: XmlElement) => [isPresence(stanza, 'error') ? without(stanza) : stanza];
      return tampered({ toClient: emptied, toRemote: emptied });
    },
  }),
  breaks('4.7.1-d', {
    word: 'ignored',
    title: 'It ignores presence of an unknown type.',
    fault: () => {
      const known = (stanza: XmlElement) => (isUnknown(stanza) ? [] : [stanza]);
      return tampered({ fromClient: known, fromRemote: known });
    },
  }),
  relays('4.7.2.1-a', { word: 'dropped', title: 'It passes no show on.', name: 'show', become: dropped }),
  shows('4.7.2.1-b', { word: 'doubled', title: 'It shows each show twice.', name: 'show', become: (it) => [it, it] }),
  shows('4.7.2.1-c', { word: 'mixed', title: 'It puts an element into show.', name: 'show', become: mixed }),
  shows('4.7.2.1-d', {
    word: 'unknown',
    title: 'It shows a word of its own.',
    name: 'show',
    become: says('invisible'),
  }),
  relays('4.7.2.2-a', { word: 'dropped', title: 'It passes no status on.', name: 'status', become: dropped }),
  shows('4.7.2.2-b', { word: 'mixed', title: 'It puts an element into status.', name: 'status', become: mixed }),
  breaks('4.7.2.2-b', {
    word: 'mixed-at-end',
    title: 'It says why a resource is gone with an element in status.',
    fault: () => telling(['end'], everybody, (stanza) => [withMore(stanza, ...mixed(inner('status', 'gone')))]),
  }),
  relays('4.7.2.2-c', {
    word: 'language-lost',
    title: 'It passes status on without its language.',
    name: 'status',
    become: (status) => [stamp(status, { 'xml:lang': undefined })],
  }),
  relays('4.7.2.2-d', {
    word: 'dropped',
    title: 'It passes no status of unavailable presence on.',
    ...{ name: 'status', type: 'unavailable', become: dropped },
  }),
  relays('4.7.2.2-e', {
    word: 'dropped',
    title: 'It passes no status of a request on.',
    ...{ name: 'status', type: 'subscribe', become: dropped },
  }),
  shows('4.7.2.3-b', { word: 'too-large', title: 'It shows 128 as priority.', name: 'priority', become: says('128') }),
  shows('4.7.2.3-b', { word: 'word', title: 'It shows a word as priority.', name: 'priority', become: says('high') }),
  shows('4.7.2.3-c', {
    word: 'doubled',
    title: 'It shows a priority of its own beside the one given.',
    name: 'priority',
    become: (priority) => [priority, inner('priority', '5')],
  }),
  shows('4.7.2.3-d', { word: 'mixed', title: 'It puts an element into priority.', name: 'priority', become: mixed }),
  breaks('4.7.2.3-e', {
    word: 'negative',
    title: 'It counts a missing priority as -1.',
    fault: () => countsMissing(() => -1),
  }),
  breaks('4.7.2.3-e', {
    word: 'kept',
    title: 'It keeps the last priority where one is missing.',
    fault: () => countsMissing((last) => last),
  }),
  breaks('4.7.2.3-g', {
    word: 'echo-only',
    title: 'It shows a priority of its own to the resource that gave another, and to nobody else.',
    fault: () => showing(['update'], isItself, replaced('priority', says('5'))),
  }),
  breaks('4.7.2.3-g', {
    word: 'contacts-only',
    title: 'It shows a priority of its own to contacts only.',
    fault: () => telling(['update'], everybody, replaced('priority', says('5'))),
  }),
  relays('4.7.3-a', { word: 'dropped', title: 'It passes no extension on.', name: 'weather', become: dropped }),
];

const isUnknown = ({ name, attrs }: XmlElement): boolean => name === 'presence' && !isPresenceType(attrs['type']);

function dropped(): readonly XmlElement[] {
  return [];
}

function mixed(found: XmlElement): readonly XmlElement[] {
  return [withMore(found, element('reason', NS.client))];
}

function says(content: string): Replacement['become'] {
  return ({ name }) => [inner(name, content)];
}

const replaced = (name: string, become: Replacement['become']) => withEach((found) => found.name === name, become);

/** What the server shows to local clients of available presence is not what it was given. */
function shows(requirement: string, { name, become, ...description }: Replacement): Mutant {
  const fault = () => toClient((stanza) => isPresence(stanza, 'available'), replaced(name, become));
  return breaks(requirement, { ...description, fault });
}

/** What a client says is not handled as it was said. */
function relays(requirement: string, { name, type = 'available', become, ...description }: Replacement): Mutant {
  const fault = () => fromClient((stanza) => isPresence(stanza, type), replaced(name, become));
  return breaks(requirement, { ...description, fault });
}

/** The echo is the first to go out: what it sets counts from then on. */
function countsMissing(count: (last: number) => number): Fault {
  const last = new Map<string, number>();
  return toClient(
    (stanza, { resource }) => isPresence(stanza, 'available') && stanza.attrs['from'] === resource.jid,
    (stanza, { resource }) => {
      if (!child(stanza, 'priority')) resource.priority = count(last.get(resource.jid) ?? 0);
      last.set(resource.jid, resource.priority);
      return [stanza];
    },
  );
}
