// The JIDs of a run are random. Reports show the names of actors and sessions instead.

import { inCapitals } from '../../stanza/placeholders.ts';
import type { Rename } from './xml-text.ts';

/**
 * Replaces each JID by the placeholder of its session or actor: `${juliet/balcony}`, `${juliet}`.
 * In a full JID with an unknown resource, replaces the bare JID. An address in capitals is `${capitals:juliet}`.
 */
export function createRename(jids: Readonly<Record<string, string>>): Rename {
  const own = Object.entries(jids).map(([name, jid]) => [jid, name] as const);
  const names = new Map([...own.map(([jid, name]) => [inCapitals(jid), `capitals:${name}`] as const), ...own]);
  const longestFirst = [...names.keys()].filter((jid) => jid !== '').sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return (value) => value;
  const anyJid = longestFirst.map(escapeRegExp).join('|');
  const pattern = new RegExp(`(?<![\\w.@-])(?:${anyJid})(?![\\w.-])`, 'g');
  return (value) => value.replace(pattern, (jid) => `\${${names.get(jid)}}`);
}

/** Escapes text for a regular expression. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Names without the marks of placeholders, for sentences: `juliet/balcony`. */
export function plainNames(text: string): string {
  return text.replace(/\$\{([^{}]*)\}/g, '$1');
}
