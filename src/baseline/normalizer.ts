// Values that are the same in every run: what may stand in the signature of a failure. All others are `?` there.

import type { CaseResult } from '../model/result.ts';
import { domainOf } from '../stanza/jid.ts';
import { readMark } from '../stanza/placeholders.ts';

/** The value as it reads in any run: `juliet/balcony` for an address, `?` for what is made up anew each time. */
export type Normalize = (value: string) => string;

/** Longest value shown: that of a stanza, an error or a subscription is far shorter, and a line is to stay a line. */
const MAX_VALUE = 40;

/** Values that RFC 6120 and RFC 6121 list: types of stanzas and errors, of subscriptions, and texts of show. */
const LISTED: ReadonlySet<string> = new Set(
  `get set result error chat groupchat headline normal available unavailable invisible probe
  subscribe subscribed unsubscribe unsubscribed none to from both remove true false 1 0
  auth cancel continue modify wait away dnd xa`.split(/\s+/),
);

/**
 * Says values of one play: those that a standard lists, addresses by who has them, and what the scenario itself writes.
 * Ids, nonces and resources that a server made up are `?`, and so is everything else.
 */
export function createNormalizer(result: Pick<CaseResult, 'case' | 'jids'>): Normalize {
  const nameOf = createNames(result);
  const written = new Set(textsIn(result.case.steps));
  return (value) => {
    const name = nameOf(value);
    const isKnown = value === '' || LISTED.has(value) || written.has(name) || /^\$\{[^{}]*\}$/.test(name);
    return cut(plain(isKnown ? name : withoutUnknown(name)), MAX_VALUE);
  };
}

/** Writes an address as a scenario does: `${juliet/balcony}`, `${juliet}/garden`, `nurse@${domain}`. */
function createNames({ case: { actors }, jids }: Pick<CaseResult, 'case' | 'jids'>): Normalize {
  const names = new Map(Object.entries(jids).map(([name, jid]) => [jid, name]));
  const domains = new Map<string, string>();
  for (const { name, isRemote } of actors) {
    domains.set(domainOf(jids[name] ?? ''), isRemote ? 'remote' : 'domain');
  }
  return (value) => {
    const [, bare = '', rest = ''] = /^([^/]*)(.*)$/s.exec(value) ?? [];
    const [, local = '', domain = ''] = /^([^@]*@)?(.*)$/s.exec(bare) ?? [];
    const whole = names.get(value);
    if (whole !== undefined) return `\${${whole}}`;
    const owner = names.get(bare);
    if (owner !== undefined) return `\${${owner}}${rest}`;
    const side = domains.get(domain);
    return side === undefined ? value : `${local}\${${side}}${rest}`;
  };
}

/** Of an address, what is known of it: `juliet/?` for a resource that nobody has, `?@domain` for an unknown account. */
function withoutUnknown(name: string): string {
  const [, local, known, rest] = /^([^@]+@)?(\$\{[^{}]*\})(\/.*)?$/s.exec(name) ?? [];
  if (known === undefined) return '?';
  return `${local === undefined ? '' : '?@'}${known}${rest === undefined ? '' : '/?'}`;
}

/** Every text that stands anywhere in the steps, apart from ids, which are made unique to each play. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value.trim(), ...(readMark(value)?.argument.split('|') ?? [])];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'id' ? [] : textsIn(inner)));
}

const plain = (name: string): string => name.replace(/\$\{([^{}]*)\}/g, '$1');

/** The first `max` characters, the last of them a mark where something is left out. */
export const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
