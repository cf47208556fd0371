// Names in a stanza that no standard defines, or not where they stand. A server ignores what it does not know, and would be
// accused for it.

import type { Texts } from '../model/language.ts';
import type { XmlElement } from '../model/xml.ts';
import { isOwnNamespace, NAMESPACES } from '../spec/namespaces.ts';
import { elements, NS } from '../stanza/xml.ts';
import { stanzaMistake } from '../wording/stanza-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { show } from '../yaml/wrong-value.ts';

/** A warning and its text in the file. */
export interface Doubt {
  readonly about: string;
  readonly message: Texts;
}

/** A letter outside ASCII. */
const FOREIGN = /\P{ASCII}/u;

/** Elements that RFC 6120 and RFC 6121 define in the namespace of stanzas. */
const OF_STANZAS: readonly string[] = [
  ...['iq', 'message', 'presence', 'error'],
  ...['body', 'subject', 'thread', 'show', 'status', 'priority'],
];

/** Namespaces of elements that stanzas often hold, for a suggestion. */
const HOMES: Readonly<Record<string, string>> = {
  bind: NS.bind,
  command: NS.commands,
  delay: NS.delay,
  ping: NS.ping,
  pubsub: 'http://jabber.org/protocol/pubsub',
  query: NS.roster,
  session: NS.session,
  time: 'urn:xmpp:time',
  vCard: 'vcard-temp',
};

/**
 * Unknown namespaces, names with letters outside ASCII in known ones, and elements that lack a namespace of their own, in an
 * element and its content.
 */
export function findDoubtfulNames(element: XmlElement, around?: XmlElement): readonly Doubt[] {
  const { ns } = element;
  const isOwn = isOwnNamespace(ns);
  const isKnown = NAMESPACES.has(ns);
  const names = isKnown ? [element.name, ...Object.keys(element.attrs)] : [];
  return [
    ...(isKnown || isOwn || ns === around?.ns ? [] : [unknownNamespace(ns)]),
    ...names.filter((name) => FOREIGN.test(name)).map(foreignName),
    ...(isHomeless(element, around) ? [homeless(element.name, around)] : []),
    ...elements(element).flatMap((child) => findDoubtfulNames(child, element)),
  ];
}

/** Whether the element is in the namespace of stanzas, which does not define it, because it has none of its own. */
function isHomeless({ name, ns }: XmlElement, around: XmlElement | undefined): boolean {
  const isDefined = OF_STANZAS.includes(name) && around?.name !== 'error';
  // A name such as `${capture:condition}` is not known yet. One with other letters is doubted for these.
  const isInside = around?.ns === NS.client && OF_STANZAS.includes(around.name);
  return ns === NS.client && isInside && !isDefined && /^[\w.|-]+$/.test(name);
}

function homeless(name: string, around: XmlElement | undefined): Doubt {
  const home = around?.name === 'error' ? NS.stanzas : HOMES[name];
  const message = stanzaMistake('homeless', show(name), NS.client);
  return { about: `<${name}`, message: home === undefined ? message : stanzaMistake('suchAs', message, home) };
}

function unknownNamespace(ns: string): Doubt {
  const nearest = suggest(ns, NAMESPACES.keys());
  return { about: ns, message: stanzaMistake('foreignNamespace', show(ns), letterOf(ns), nearest) };
}

function foreignName(name: string): Doubt {
  return { about: name, message: stanzaMistake('foreignName', show(name), letterOf(name)) };
}

/** ` with "о" (U+043E)`: the first letter outside ASCII, which may look like one inside. */
function letterOf(text: string): Texts | '' {
  const letter = FOREIGN.exec(text)?.[0];
  if (letter === undefined) return '';
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return stanzaMistake('withLetter', letter, code);
}
