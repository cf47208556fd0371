// Stanzas of a component's stream (XEP-0114) and of another server's (RFC 6120 4.8.2) are those of clients in another namespace.

import type { XmlElement } from '../model/xml.ts';
import { NS } from './xml.ts';

/** A stanza of a component's stream as clients see it: in `jabber:client`, with all that inherits the namespace. */
export function fromComponent(stanza: XmlElement): XmlElement {
  return rename(stanza, NS.component, NS.client);
}

/** A stanza of clients for a component's stream: in `jabber:component:accept`, with all that inherits the namespace. */
export function toComponent(stanza: XmlElement): XmlElement {
  return rename(stanza, NS.client, NS.component);
}

/** A stanza of another server's stream as clients see it: in `jabber:client`, with all that inherits the namespace. */
export function fromServer(stanza: XmlElement): XmlElement {
  return rename(stanza, NS.server, NS.client);
}

/** A stanza of clients for the stream of another server: in `jabber:server`, with all that inherits the namespace. */
export function toServer(stanza: XmlElement): XmlElement {
  return rename(stanza, NS.client, NS.server);
}

/** What is inside an element of a third namespace declares its own, and stays. */
function rename(node: XmlElement, from: string, to: string): XmlElement {
  if (node.ns !== from) return node;
  const children = node.children.map((child) => (typeof child === 'string' ? child : rename(child, from, to)));
  return { ...node, ns: to, children };
}
