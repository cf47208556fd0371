// Removes credentials from stanzas. Every report shows stanzas through this.

import type { XmlElement } from '../model/xml.ts';

const HIDDEN = '(hidden)';

/** SASL exchanges (RFC 6120 6, XEP-0388): every text may carry credentials, in base64 too. */
const SASL: readonly string[] = ['urn:ietf:params:xml:ns:xmpp-sasl', 'urn:xmpp:sasl:2'];

/** Elements whose text is a credential, as namespace and name (XEP-0077, XEP-0078, XEP-0114). */
const SECRETS: readonly string[] = [
  'jabber:iq:register password',
  'jabber:iq:auth password',
  'jabber:iq:auth digest',
  'jabber:component:accept handshake',
];

/** The stanza without credentials. */
export function redact(element: XmlElement): XmlElement {
  const isSecret = SASL.includes(element.ns) || SECRETS.includes(`${element.ns} ${element.name}`);
  const children = element.children.map((child) => {
    if (typeof child !== 'string') return redact(child);
    return isSecret && child.trim() !== '' ? HIDDEN : child;
  });
  return { ...element, children };
}
