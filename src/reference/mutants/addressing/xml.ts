// RFC 6120 8.3 and 11: streams that end for no reason, and text that is no XML of a stream.

import type { Fault } from '../../fault.ts';
import { fromClient, withHooks } from '../kit/hooks.ts';
import { breaks, type Mutant } from '../kit/mutant.ts';
import { isIqAnswer } from '../kit/predicates.ts';
import { isToBareJid } from '../kit/recipients.ts';
import { endStream } from '../kit/rewrites.ts';

const writing = (written: (text: string) => string | Uint8Array): Fault => withHooks({ written });

const isPush = (text: string): boolean => text.startsWith('<iq type="set"');

/** What a client keeps is shown in pushes and rosters: names and groups of any letters. */
const NAMES = ['rfc6121/2.1.2.4/name-opaque'];

export const xmlMutants: readonly Mutant[] = [
  breaks('rfc6120-8.3-a', {
    slug: 'at-an-answer',
    title: 'It ends the stream of a client that sends an IQ result or error to a bare JID.',
    nearest: ['rfc6121/8.5/answers-not-answered'],
    fault: () => fromClient((stanza) => isIqAnswer(stanza) && isToBareJid(stanza), endStream('bad-format')),
  }),
  breaks('rfc6120-11.1-a', {
    slug: 'commented',
    title: 'It writes a comment before each roster push.',
    nearest: NAMES,
    fault: () => writing((text) => (isPush(text) ? `<!-- changed -->${text}` : text)),
  }),
  breaks('rfc6120-11.3-a', {
    slug: 'unescaped',
    title: 'It does not escape "<" in values.',
    nearest: NAMES,
    fault: () => writing((text) => text.replaceAll('&lt;', '<')),
  }),
  breaks('rfc6120-11.6-a', {
    slug: 'latin-1',
    title: 'It writes Latin-1.',
    nearest: NAMES,
    fault: () => writing((text) => Buffer.from(text, 'latin1')),
  }),
];
