// What a stanza is, in a few words.

import type { XmlElement } from '../../model/xml.ts';
import { visible } from '../../wording/visible.ts';

/** `iq set roster`, `iq error bad-request`, `presence subscribe`, `message chat`: the kind, the type, and what it is about. */
export function traceLabel(stanza: XmlElement): string {
  const { type } = stanza.attrs;
  const words = [stanza.name, type, type === 'error' ? condition(stanza) : payload(stanza)];
  return visible(words.filter((word) => word !== undefined).join(' '));
}

/** RFC 6120 8.3.2: the condition is the first child of the error. */
function condition(stanza: XmlElement): string | undefined {
  const error = elements(stanza).find((child) => child.name === 'error');
  return error === undefined ? undefined : elements(error)[0]?.name;
}

/** What an IQ carries; `query` is told by the last word of its namespace (jabber:iq:roster). */
function payload(stanza: XmlElement): string | undefined {
  const [child] = stanza.name === 'iq' ? elements(stanza) : [];
  return child?.name === 'query' ? child.ns.split(/[:/]/).at(-1) : child?.name;
}

function elements({ children }: XmlElement): readonly XmlElement[] {
  return children.filter((child): child is XmlElement => typeof child !== 'string');
}
