// A server that attacks the reader of a report: with markup, with control characters for terminals, and with size.

import type { XmlElement, XmlNode } from '../model/xml.ts';
import type { FaultHooks } from '../reference/server-state.ts';
import { element, elements, NS, text } from '../stanza/xml.ts';

/** Delimiters of HTML, CDATA, Markdown and workflow commands, and the control characters that XML permits. */
const ATTACK = [
  `"'><script>alert(1)</script>]]>--><img src=x onerror=alert(1)></details></summary></pre>`,
  '\u009b31m\u0085\u200e\u200f\u202e\u2066\ufeff\u2028\u2029\u{e0041}',
  '\n::error::forged\r\n::add-mask::a\n##[error]forged\n```\n| a | [b](javascript:alert(1)) ![c](http://127.0.0.1/)',
].join('');

/** 1 MiB. */
const SWELLING = 'A'.repeat(1024 * 1024);

const script = element('script', 'urn:attack', { src: ATTACK }, ['alert(1)']);

/** Messages carry a body of 1 MiB, headlines carry forbidden characters; roster items, presence, errors and versions carry markup. */
export const hostile: FaultHooks = {
  toClient: (stanza) => [changed(stanza)],
  features: (features) => ({ ...features, children: [...features.children, script] }),
};

function changed(stanza: XmlElement): XmlElement {
  const { name, attrs } = stanza;
  if (attrs['type'] === 'error') return withinChildren(stanza, [said('text', NS.stanzas), script], strangeCondition);
  if (name === 'presence')
    return { ...stanza, attrs: { ...attrs, attack: ATTACK }, children: [said('status'), script] };
  if (attrs['type'] === 'headline') return withinChildren(stanza, ['\u0000\u001b[31m']);
  if (name === 'message') return withinChildren(stanza, [said('subject'), script], swollen);
  return withinChildren(stanza, [], hostileQuery);
}

const said = (name: string, ns: string = NS.client): XmlElement => element(name, ns, { 'xml:lang': 'en' }, [ATTACK]);

/** Replaces each child element and appends more. */
function withinChildren(
  parent: XmlElement,
  more: readonly XmlNode[],
  change: (child: XmlElement) => XmlElement = (child) => child,
): XmlElement {
  const children = parent.children.map((child) => (typeof child === 'string' ? child : change(child)));
  return { ...parent, children: [...children, ...more] };
}

/** Enlarges one of several bodies: the parser of the tester needs time for each. */
const swollen = (child: XmlElement): XmlElement =>
  child.name === 'body' && child.attrs['xml:lang'] === undefined
    ? { ...child, children: [text(child), ATTACK, SWELLING] }
    : child;

const strangeCondition = (child: XmlElement): XmlElement =>
  child.name === 'error' ? { ...child, attrs: { type: ATTACK }, children: [script, said('text', NS.stanzas)] } : child;

function hostileQuery(query: XmlElement): XmlElement {
  if (query.ns === NS.version)
    return withinChildren(query, [], (child) => ({ ...child, children: [ATTACK, SWELLING] }));
  if (query.ns !== NS.roster || elements(query).length === 0) return query;
  return withinChildren(query, [], (item) => ({
    ...item,
    attrs: { ...item.attrs, name: ATTACK },
    children: [...item.children, element('group', NS.roster, {}, [ATTACK])],
  }));
}
