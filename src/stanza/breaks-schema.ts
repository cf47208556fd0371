// Whether a stanza breaks the schemas of RFC 6120 Appendix A or RFC 6121 Appendix D: no validator, only the faults that tests send. Pure.

import type { XmlElement } from '../model/xml.ts';
import { rosterItems } from './iq.ts';
import { child, elements, text } from './xml.ts';

/** An attribute of an element, and whether it must be there. Values of undefined: any. */
interface AttributeRule {
  readonly name: string;
  readonly values?: readonly string[];
  readonly isRequired?: boolean;
}

const SUBSCRIPTION_TYPES = ['probe', 'subscribe', 'subscribed', 'unavailable', 'unsubscribe', 'unsubscribed'];

const OF_STANZAS: Readonly<Record<string, readonly AttributeRule[]>> = {
  message: [{ name: 'type', values: ['chat', 'error', 'groupchat', 'headline', 'normal'] }],
  presence: [{ name: 'type', values: ['error', ...SUBSCRIPTION_TYPES] }],
  iq: [
    { name: 'id', isRequired: true },
    { name: 'type', values: ['error', 'get', 'result', 'set'], isRequired: true },
  ],
};

const OF_ITEMS: readonly AttributeRule[] = [
  { name: 'jid', isRequired: true },
  { name: 'approved', values: ['0', '1', 'false', 'true'] },
  { name: 'ask', values: ['subscribe'] },
  { name: 'subscription', values: ['both', 'from', 'none', 'remove', 'to'] },
];

const OF_ERRORS: readonly AttributeRule[] = [
  { name: 'type', values: ['auth', 'cancel', 'continue', 'modify', 'wait'], isRequired: true },
];

/** What the schemas call `NMTOKEN`, as far as ids go. */
const TOKEN = /^[\p{L}\p{M}\p{N}.:_-]+$/u;

/** What may stand in a child of a message or of presence, which has no children of its own. */
const OF_TEXTS: Readonly<Record<string, (value: string) => boolean>> = {
  subject: () => true,
  body: () => true,
  thread: (value) => TOKEN.test(value.trim()),
  status: (value) => /^.{1,1024}$/su.test(value),
  show: (value) => ['away', 'chat', 'dnd', 'xa'].includes(value.trim()),
  priority: (value) => /^[+-]?\d+$/.test(value.trim()) && Number(value) >= -128 && Number(value) <= 127,
};

/** Whether a server that validates what it receives (RFC 6120 11.4) may refuse the stanza as invalid. */
export function breaksSchema(stanza: XmlElement): boolean {
  const { id } = stanza.attrs;
  const error = child(stanza, 'error', stanza.ns);
  return (
    (id !== undefined && !TOKEN.test(id.trim())) ||
    breaks(OF_STANZAS[stanza.name] ?? [], stanza) ||
    (error !== undefined && breaks(OF_ERRORS, error)) ||
    (stanza.name === 'iq' && elements(stanza).filter((one) => one !== error).length > 1) ||
    rosterItems(stanza).some((item) => breaks(OF_ITEMS, item)) ||
    elements(stanza).some((one) => one !== error && one.ns === stanza.ns && hasWrongText(one))
  );
}

const breaks = (rules: readonly AttributeRule[], { attrs }: XmlElement): boolean =>
  rules.some(({ name, values, isRequired }) => {
    const value = attrs[name];
    return value === undefined ? isRequired === true : values !== undefined && !values.includes(value.trim());
  });

const hasWrongText = (part: XmlElement): boolean =>
  elements(part).length > 0 || OF_TEXTS[part.name]?.(text(part)) === false;
