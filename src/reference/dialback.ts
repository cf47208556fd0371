// XEP-0220: server dialback, by which a server proves that a domain is its own.

import { createHash, createHmac } from 'node:crypto';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';

/** The attributes of our stream headers (RFC 6120 4.8.2). The prefix is fixed (XEP-0220 2.1.1). */
export const SERVER_STREAM = { xmlns: NS.server, 'xmlns:db': NS.dialback } as const;

/** A stream of a server, which says that it speaks for the originating domain. */
export interface Claim {
  readonly originating: string;
  readonly receiving: string;
  readonly streamId: string;
}

/** Computes the key of a claim (XEP-0185). */
export function keyOf(secret: string, { originating, receiving, streamId }: Claim): string {
  const hashed = createHash('sha256').update(secret).digest('hex');
  return createHmac('sha256', hashed).update(`${receiving} ${originating} ${streamId}`).digest('hex');
}

/** Makes an element of the dialback namespace, with the prefix that the stream header declares. */
export function dialbackElement(
  name: 'result' | 'verify',
  attrs: Readonly<Record<string, string>>,
  key?: string,
): XmlElement {
  return element(`db:${name}`, NS.server, attrs, key === undefined ? [] : [key]);
}

/** Whether a received element belongs to dialback. */
export function isDialback({ ns, name }: XmlElement, expected: 'result' | 'verify'): boolean {
  return ns === NS.dialback && name === expected;
}
