import type { Element } from 'ltx';
import type { XmlElement, XmlNode } from '../model/xml.ts';
import { elements, NS } from '../stanza/xml.ts';

/** Namespaces by prefix; the default namespace by ''. */
type Scope = Readonly<Record<string, string>>;

const OUTSIDE: Scope = { '': '', xml: NS.xml };

/**
 * The model's form of an element that the library has read: namespaces resolved, declarations dropped, adjacent
 * text joined. Throws where a prefix is not declared.
 */
export function readElement(element: Element): XmlElement {
  return convert(element, element.parent === null ? OUTSIDE : declare(element.parent, OUTSIDE));
}

/** The condition that an error of the stream or of SASL holds: its child in `ns` that is not the text. */
export function readCondition(error: Element, ns: string): string {
  const conditions = elements(readElement(error)).filter((e) => e.ns === ns && e.name !== 'text');
  return conditions[0]?.name ?? 'undefined-condition';
}

function declare(element: Element, outer: Scope): Scope {
  let scope = outer;
  for (const [name, value] of Object.entries(element.attrs)) {
    if (name === 'xmlns') scope = { ...scope, '': String(value) };
    else if (name.startsWith('xmlns:')) scope = { ...scope, [name.slice('xmlns:'.length)]: String(value) };
  }
  return scope;
}

function convert(element: Element, outer: Scope): XmlElement {
  const scope = declare(element, outer);
  const colon = element.name.indexOf(':');
  const prefix = element.name.slice(0, Math.max(colon, 0));
  const ns = scope[prefix];
  if (ns === undefined) throw new Error(`the prefix of <${element.name}> is not declared`);
  const attrs: Record<string, string> = {};
  for (const [name, value] of Object.entries(element.attrs)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) attrs[name] = String(value);
  }
  return { name: element.name.slice(colon + 1), ns, attrs, children: convertChildren(element, scope) };
}

function convertChildren(element: Element, scope: Scope): readonly XmlNode[] {
  const children: XmlNode[] = [];
  for (const node of element.children) {
    const last = children.at(-1);
    if (typeof node === 'object') children.push(convert(node, scope));
    else if (typeof last === 'string') children[children.length - 1] = `${last}${node}`;
    else children.push(String(node));
  }
  return children;
}
