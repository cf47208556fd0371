// The keys of findings. They depend on the finding alone, not on the other findings or on the number of cases, so that a link, a
// note or a command still means the same finding in the next report.

import type { RuleFinding } from '../../model/finding.ts';
import type { Reason } from '../../model/reason.ts';
import type { XmlElement } from '../../model/xml.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';

/** Characters of each part of a key, which may hold names that a server made up. */
const MAX_PART = 48;

/** `3.2.2-c/missing-presence-unavailable`; of a pair with the server at fault, `3.2.2-c/missing-presence-unavailable/A`. */
export function ruleKey({ requirement, departure, side }: Pick<RuleFinding, 'requirement' | 'departure' | 'side'>) {
  const rule = requirement.replace(/^rfc6121-/, '');
  return [part(rule), part(departure.words.join('-')), ...(side === undefined ? [] : [side])].join('/');
}

/** `broken/fence-lost-no-answer`. */
export function brokenKey(reason: Reason | undefined): string {
  const cause = reason !== undefined && 'cause' in reason ? [reason.cause.kind] : [];
  return `broken/${part([reason?.kind ?? 'unknown', ...cause].join('-'))}`;
}

/** `traffic/message-headline-event`. */
export function trafficKey(stanza: XmlElement): string {
  const payloads = stanza.children.flatMap((child) => (typeof child === 'string' ? [] : [child.name]));
  const { name, type, content } = stanzaKind(stanza);
  const words = [name, type ?? stanza.attrs['type'], content, ...(content === undefined ? payloads.sort() : [])];
  return `traffic/${part(words.filter((word) => word !== undefined).join('-'))}`;
}

/** Letters that neither a shell nor an address escapes. */
function part(text: string): string {
  return text
    .replace(/\$\{[^{}]*\}/g, 'any')
    .replace(/[/@]/g, '.')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .slice(0, MAX_PART)
    .replace(/^-+|-+$/g, '');
}
