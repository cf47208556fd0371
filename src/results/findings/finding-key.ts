// The keys of findings. They depend on the finding alone, not on the other findings or on the number of cases, so that a link, a
// note or a command still means the same finding in the next report.

import type { Departure, RuleFinding, StanzaKind } from '../../model/finding.ts';
import type { Reason } from '../../model/reason.ts';
import type { XmlElement } from '../../model/xml.ts';
import { stanzaKind } from './departure.ts';

/** Characters of each part of a key, which may hold names that a server made up. */
const MAX_PART = 48;

/** `3.2.2-c/missing-presence-unavailable`; of a pair with the server at fault, `3.2.2-c/missing-presence-unavailable/A`. */
export function ruleKey({ requirement, departure, side }: Pick<RuleFinding, 'requirement' | 'departure' | 'side'>) {
  const rule = requirement.replace(/^rfc6121-/, '');
  return [part(rule), part(departureWords(departure).join('-')), ...(side === undefined ? [] : [side])].join('/');
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

function departureWords(departure: Departure): readonly string[] {
  switch (departure.kind) {
    case 'missing':
    case 'order':
    case 'unexpected':
    case 'repeated':
      return [departure.kind, ...kindWords(departure.stanza)];
    case 'differs':
      return [departure.kind, departure.path];
    case 'roster':
      return ['roster', departure.item, ...(departure.path === undefined ? [] : [departure.path])];
    case 'features':
      return [departure.present ? 'no-feature' : 'feature', departure.feature];
    case 'state':
      return ['state', ...(departure.differs ?? [])];
    case 'passive':
      return [departure.fault];
    case 'stream-ended':
      return [departure.kind, departure.condition ?? '', ...kindWords(departure.stanza)];
    case 'ill-formed-xml':
      return [departure.fault === 'ill-formed' ? 'ill-formed-xml' : departure.fault];
    default:
      return [departure.kind];
  }
}

const kindWords = ({ name, type, content }: StanzaKind): readonly string[] =>
  [name, type, content].filter((word) => word !== undefined);

/** Letters that neither a shell nor an address escapes. */
function part(text: string): string {
  return text
    .replace(/\$\{[^{}]*\}/g, 'any')
    .replace(/[/@]/g, '.')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .slice(0, MAX_PART)
    .replace(/^-+|-+$/g, '');
}
