// Removes credentials from stanzas. Every report shows stanzas through this.

import type { XmlElement } from '../model/xml.ts';
import { NS } from './xml.ts';

const HIDDEN = '(hidden)';

/** SASL exchanges (RFC 6120 6, XEP-0388): every text may carry credentials, in base64 too. */
const SASL: readonly string[] = [NS.sasl, NS.sasl2];

/** Elements whose text is a credential, as namespace and name (XEP-0077, XEP-0078, XEP-0114). */
const SECRETS: readonly string[] = [
  `${NS.register} password`,
  `${NS.auth} password`,
  `${NS.auth} digest`,
  `${NS.component} handshake`,
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
