// Replaces the values of a run by what is the same in every run, for fingerprints.

import type { CaseResult } from '../model/result.ts';
import { domainOf } from '../stanza/jid.ts';
import { readMark } from '../stanza/marks.ts';
import { inCapitals } from '../stanza/placeholders.ts';

/** Returns the form of a value in any run: `juliet/balcony` for a JID, `?` for a generated value. */
export type Normalize = (value: string) => string;

/** Longest value, in characters. Types, conditions and names of actors are far shorter. */
const MAX_VALUE = 40;

/** Values that RFC 6120 and RFC 6121 define: types of stanzas and errors, subscriptions, and texts of show. */
const LISTED: ReadonlySet<string> = new Set(
  `get set result error chat groupchat headline normal available unavailable invisible probe
  subscribe subscribed unsubscribe unsubscribed none to from both remove true false 1 0
  auth cancel continue modify wait away dnd xa`.split(/\s+/),
);

/**
 * Normalizes the values of one case. Values that a standard defines and texts of the scenario stay, JIDs become names of
 * actors. Everything else is `?`: ids, nonces, resources that the server generated.
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

/** Writes a JID as a scenario does: `${juliet/balcony}`, `${juliet}/garden`, `nurse@${domain}`. */
function createNames({ case: { actors }, jids }: Pick<CaseResult, 'case' | 'jids'>): Normalize {
  const own = Object.entries(jids).map(([name, jid]) => [jid, name] as const);
  const names = new Map([...own.map(([jid, name]) => [inCapitals(jid), `capitals:${name}`] as const), ...own]);
  const domains = new Map<string, string>();
  for (const { name, isRemote, isPeer } of actors) {
    domains.set(domainOf(jids[name] ?? ''), isRemote || isPeer ? 'remote' : 'domain');
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

/** Keeps the known part of a JID: `juliet/?` for an unknown resource, `?@domain` for an unknown account. */
function withoutUnknown(name: string): string {
  const [, local, known, rest] = /^([^@]+@)?(\$\{[^{}]*\})(\/.*)?$/s.exec(name) ?? [];
  if (known === undefined) return '?';
  return `${local === undefined ? '' : '?@'}${known}${rest === undefined ? '' : '/?'}`;
}

/** Every text in the steps. Ids are left out: the engine makes them unique to each run. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value, value.trim(), ...(readMark(value)?.argument.split('|') ?? [])];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'id' ? [] : textsIn(inner)));
}

const plain = (name: string): string => name.replace(/\$\{([^{}]*)\}/g, '$1');

/** Cuts a text to `max` characters; `…` marks the cut. */
export const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
