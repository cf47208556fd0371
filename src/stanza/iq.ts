// Requests and error answers, for rooms that talk to a server on their own account.

import { randomUUID } from 'node:crypto';
import type { XmlElement } from '../model/xml.ts';
import { child, element, elements, NS } from './xml.ts';

/** An IQ request with a new id. Without `to` it is for the user's own account (RFC 6120 8.1.1.1). */
export function iqRequest(type: 'get' | 'set', payload: XmlElement, to?: string): XmlElement {
  return element('iq', NS.client, { type, id: randomUUID(), ...(to !== undefined && { to }) }, [payload]);
}

/**
 * The condition of an error answer (RFC 6120 8.3.3); `undefined-condition`, the RFC's name for any other error, where
 * the server gives none. Undefined when `answer` is no error.
 */
export function errorCondition(answer: XmlElement): string | undefined {
  if (answer.attrs['type'] !== 'error') return undefined;
  const error = child(answer, 'error', answer.ns);
  const conditions = error === undefined ? [] : elements(error);
  return conditions.find(({ ns, name }) => ns === NS.stanzas && name !== 'text')?.name ?? 'undefined-condition';
}
