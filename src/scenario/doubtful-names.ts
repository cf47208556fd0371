// Names in a stanza that no standard defines. A server ignores what it does not know, and would be accused for it.

import type { XmlElement } from '../model/xml.ts';
import { isOwnNamespace, NAMESPACES } from '../spec/namespaces.ts';
import { elements } from '../stanza/xml.ts';
import { didYouMean } from '../wording/suggest.ts';
import { show } from '../yaml/value-words.ts';

/** A warning and its text in the file. */
export interface Doubt {
  readonly about: string;
  readonly message: string;
}

/** A letter outside ASCII. */
const FOREIGN = /\P{ASCII}/u;

/** Unknown namespaces, and names with letters outside ASCII in known ones, in an element and its content. */
export function findDoubtfulNames(element: XmlElement, around?: string): readonly Doubt[] {
  const { ns } = element;
  const isOwn = isOwnNamespace(ns);
  const isKnown = NAMESPACES.has(ns);
  const names = isKnown ? [element.name, ...Object.keys(element.attrs)] : [];
  return [
    ...(isKnown || isOwn || ns === around ? [] : [unknownNamespace(ns)]),
    ...names.filter((name) => FOREIGN.test(name)).map(foreignName),
    ...elements(element).flatMap((child) => findDoubtfulNames(child, ns)),
  ];
}

function unknownNamespace(ns: string): Doubt {
  const hint = didYouMean(ns, NAMESPACES.keys()) || '; names that begin with urn:example: are free for use';
  return { about: ns, message: `no known standard defines the namespace "${show(ns)}"${letterOf(ns)}${hint}` };
}

function foreignName(name: string): Doubt {
  return { about: name, message: `no standard defines the name "${show(name)}"${letterOf(name)}; write it in ASCII` };
}

/** ` with "о" (U+043E)`: the first letter outside ASCII, which may look like one inside. */
function letterOf(text: string): string {
  const letter = FOREIGN.exec(text)?.[0];
  if (letter === undefined) return '';
  return ` with "${letter}" (U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
}
