// RFC 7622 3: addresses that are compared as written, or too generously. RFC 6120 8.3 and 11: text that is no XML of a stream.

import type { XmlElement } from '../../../model/xml.ts';
import { domainOf, localOf, parseJid } from '../../../stanza/jid.ts';
import type { Fault } from '../../fault.ts';
import type { ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, withHooks } from '../kit/mutant.ts';
import { isToBareJid, isToUnmatchedResource, recipientAccount, recipientJid } from '../kit/recipients.ts';
import { endStream, isIqAnswer } from '../kit/rewrites.ts';

export const letterMutants: readonly Mutant[] = [
  breaks(
    'rfc7622-3.4-a/resource-case-insensitive',
    'It delivers a stanza to a resource whose name differs from the address in case.',
    () =>
      onRoute(
        (stanza, server) => isToUnmatchedResource(stanza, server) && likeNamed(stanza, server) !== undefined,
        (stanza, server) => [stamp(stanza, { to: likeNamed(stanza, server) })],
      ),
  ),
  breaks('rfc7622-3.3-a/to-case-sensitive', 'It finds no account for an address whose localpart has capitals.', () =>
    onRoute(
      ({ attrs }) => hasCapitals(localOf(attrs['to'] ?? '')),
      (stanza) => [stamp(stanza, { to: `nobody-there@${domainOf(stanza.attrs['to'] ?? '')}` })],
    ),
  ),
  breaks('rfc7622-3.2-a/domain-case-sensitive', 'It takes its own domain in capitals for another domain.', () =>
    fromClient(
      ({ attrs }, { server }) =>
        hasCapitals(domainOf(attrs['to'] ?? '')) && parseJid(attrs['to'] ?? '')?.domain === server.domain,
      (stanza) => [stamp(stanza, { to: 'capitals.invalid' })],
    ),
  ),
];

const hasCapitals = (text: string): boolean => text !== text.toLowerCase();

/** The full JID of a resource of the recipient whose name differs in case only. */
function likeNamed(stanza: XmlElement, server: ServerState): string | undefined {
  const wanted = recipientJid(stanza)?.resource.toLowerCase();
  const resources = [...(recipientAccount(stanza, server)?.resources.values() ?? [])];
  return resources.find(({ name }) => name.toLowerCase() === wanted)?.jid;
}

const writing = (written: (text: string) => string | Uint8Array): Fault => withHooks({ written });

const isPush = (text: string): boolean => text.startsWith('<iq type="set"');

/** What a client keeps is shown in pushes and rosters: names and groups of any letters. */
const NAMES = ['rfc6121/2.1.2.4/name-opaque'];

export const xmlMutants: readonly Mutant[] = [
  breaks(
    'rfc6120-8.3-a/at-an-answer',
    'It ends the stream of a client that sends an IQ result or error to a bare JID.',
    () => fromClient((stanza) => isIqAnswer(stanza) && isToBareJid(stanza), endStream('bad-format')),
    { nearest: ['rfc6121/8.5/answers-not-answered'] },
  ),
  breaks(
    'rfc6120-11.1-a/commented',
    'It writes a comment before each roster push.',
    () => writing((text) => (isPush(text) ? `<!-- changed -->${text}` : text)),
    { nearest: NAMES },
  ),
  breaks(
    'rfc6120-11.3-a/unescaped',
    'It does not escape "<" in values.',
    () => writing((text) => text.replaceAll('&lt;', '<')),
    { nearest: NAMES },
  ),
  breaks('rfc6120-11.6-a/latin-1', 'It writes Latin-1.', () => writing((text) => Buffer.from(text, 'latin1')), {
    nearest: NAMES,
  }),
];
