// The beginning of an element that is too long to be kept.

import type { XmlElement, XmlNode } from '../model/xml.ts';
import { serialize } from './serialize.ts';

/** The first `max` characters of names, values and text, as an element; `cutFrom` has the length of the whole. */
export function beginningOf(element: XmlElement, max: number): XmlElement {
  let room = max;
  const take = (text: string): string => {
    const taken = text.slice(0, room).replace(/[\uD800-\uDBFF]$/, '');
    room -= taken.length;
    return taken;
  };
  const beginning = ({ name, ns, attrs, children }: XmlElement): XmlElement => ({
    name: take(name),
    ns: take(ns),
    attrs: Object.fromEntries(
      Object.entries(attrs).flatMap(([key, value]) => (key.length < room ? [[take(key), take(value)]] : [])),
    ),
    children: children.flatMap((child): readonly XmlNode[] => {
      if (typeof child === 'string') return [take(child)];
      return child.name.length + child.ns.length < room ? [beginning(child)] : [];
    }),
  });
  return { ...beginning(element), cutFrom: element.cutFrom ?? serialize(element).length };
}
