// JIDs of one run are random; reports speak of the actors and sessions that have them.

import type { Rename } from './xml-text.ts';

/**
 * Replaces each JID by the placeholder of who has it: `${juliet/balcony}`, `${juliet}`.
 * A bare JID is also replaced where a resource that nobody has follows.
 */
export function createRename(jids: Readonly<Record<string, string>>): Rename {
  const names = new Map(Object.entries(jids).map(([name, jid]) => [jid, name]));
  const longestFirst = [...names.keys()].filter((jid) => jid !== '').sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return (value) => value;
  const anyJid = longestFirst.map(escapeRegExp).join('|');
  const pattern = new RegExp(`(?<![\\w.@-])(?:${anyJid})(?![\\w.-])`, 'g');
  return (value) => value.replace(pattern, (jid) => `\${${names.get(jid)}}`);
}

/** The text as a regular expression that matches just it. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Takes the marks of placeholders off again, for sentences: `juliet/balcony`. */
export function plainNames(text: string): string {
  return text.replace(/\$\{([^{}]*)\}/g, '$1');
}
