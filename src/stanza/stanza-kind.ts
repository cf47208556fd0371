// The kind of a stanza, without what differs from case to case.

import type { StanzaKind } from '../model/finding.ts';
import type { XmlElement } from '../model/xml.ts';
import { errorCondition, payloadName } from './xml.ts';

/** The kind of a stanza or of a pattern of one. */
export function stanzaKind(stanza: XmlElement | undefined): StanzaKind {
  if (stanza === undefined) return { name: 'stanza' };
  const { name, attrs } = stanza;
  const isError = attrs['type'] === 'error';
  const content = isError ? errorCondition(stanza) : name === 'iq' ? payloadName(stanza) : undefined;
  // A mark of a pattern, such as ${absent}, is no type.
  const given = attrs['type']?.includes('${') ? undefined : attrs['type'];
  const type = name === 'message' && !isError ? undefined : given;
  return { name, ...(type !== undefined && { type }), ...(content !== undefined && { content }) };
}

/** The words of the kind of a stanza: `iq`, `result`, `roster`. */
export const kindWords = ({ name, type, content }: StanzaKind): readonly string[] =>
  [name, type, content].filter((word) => word !== undefined);

/** Whether a stanza answers or announces the same thing as the one expected, so that it came instead of it. */
export function comesInPlaceOf(expected: XmlElement, closest: XmlElement): boolean {
  if (expected.name !== closest.name) return false;
  const { id, type } = expected.attrs;
  if (expected.name === 'iq' && (type === 'result' || type === 'error')) return id === closest.attrs['id'];
  return expected.name === 'message' || type === closest.attrs['type'];
}
