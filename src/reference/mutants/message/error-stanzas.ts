// RFC 6120 8.1.3 and 8.3.1: the form of answers and errors.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { toClient } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq, isMessage } from '../kit/predicates.ts';
import { addChildren, setAttributes, withoutChildren } from '../kit/rewrites.ts';

/** Whether the server returns a message. Message errors of the scenarios' clients have more than one child. */
const isReturned = (stanza: XmlElement): boolean =>
  isMessage(stanza) && stanza.attrs['type'] === 'error' && elements(stanza).length === 1;

/** Whether the server refuses a request that has a `to`. */
const isRefused = (stanza: XmlElement): boolean => isIq(stanza, 'error') && stanza.attrs['from'] !== undefined;

const onRefusal = (rewrite: (stanza: XmlElement) => readonly XmlElement[]): Fault => toClient(isRefused, rewrite);

/** Cases in which the server answers a request of the own account. */
const OWN_REQUESTS: readonly string[] = ['rfc6121/8.2/iq-known'];

export const errorStanzaMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.3-a', {
    slug: 'message-error-without-id',
    title: 'It returns messages without their id.',
    fault: () => toClient(isReturned, setAttributes({ id: undefined })),
  }),
  breaks('rfc6120-8.1.3-a', {
    slug: 'other-id',
    title: 'It refuses IQ requests with an id of its own.',
    fault: () => onRefusal((stanza) => [stamp(stanza, { id: `refused-${stanza.attrs['id']}` })]),
  }),
  breaks('rfc6120-8.1.3-a', {
    slug: 'id-invented',
    title: 'It returns messages without an id with one of its own.',
    fault: () =>
      toClient((stanza) => isReturned(stanza) && stanza.attrs['id'] === undefined, setAttributes({ id: 'returned' })),
  }),
  breaks('rfc6120-8.3.1-b', {
    slug: 'refused-by-the-server',
    title: 'It refuses IQ requests with its own domain as "from".',
    fault: () => toClient(isRefused, (stanza, { server }) => [stamp(stanza, { from: server.domain })]),
  }),
  breaks('rfc6120-8.3.1-b', {
    slug: 'returned-by-nobody',
    title: 'It returns messages without "from".',
    fault: () => toClient(isReturned, setAttributes({ from: undefined })),
  }),
  breaks('rfc6120-8.3.1-c', {
    slug: 'message-error-empty',
    title: 'It returns messages without <error/>.',
    fault: () => toClient(isReturned, (stanza) => [withoutChildren(stanza)]),
  }),
  breaks('rfc6120-8.3.1-c', {
    slug: 'refusal-empty',
    title: 'It refuses IQ requests without <error/>.',
    fault: () => onRefusal((stanza) => [withoutChildren(stanza)]),
  }),
  breaks('rfc6120-8.3.1-d', {
    slug: 'error-in-result',
    title: 'It puts <error/> into roster results.',
    nearest: OWN_REQUESTS,
    fault: () =>
      toClient(
        (stanza) => isIq(stanza, 'result', NS.roster),
        (stanza) => [addChildren(stanza, element('error', NS.client, { type: 'continue' }))],
      ),
  }),
];
