// What holds for every stanza: a pattern made from it matches it, any single change of a part that it names does not.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { XmlElement } from '../model/xml.ts';
import { match } from './match.ts';
import { type Bindings, fill } from './placeholders.ts';
import { serialize } from './serialize.ts';
import { element, elements, parseXml } from './xml.ts';

const bindings: Bindings = { fixed: new Map(), captures: new Map() };
const matches = (pattern: XmlElement, actual: XmlElement) => match(pattern, actual, bindings).matches;

const name = fc.constantFrom('iq', 'message', 'item', 'group', 'x');
const ns = fc.constantFrom('jabber:client', 'jabber:iq:roster', 'urn:example:letters');
/** Characters that XML escapes, blanks and wide ones among them; no `${`, which opens a mark. */
const value = fc
  .string({
    unit: fc.constantFrom('a', 'b', '<', '&', '>', '"', "'", ' ', 'é', '名', '🎭', '{'),
    minLength: 1,
    maxLength: 6,
  })
  .map((text) => `v${text}v`);
const attrs = fc.dictionary(fc.constantFrom('id', 'to', 'jid', 'ver'), value, { maxKeys: 3 });

const { stanza } = fc.letrec<{ stanza: XmlElement }>((tie) => ({
  stanza: fc
    .record(
      {
        ...{ name, ns, attrs },
        words: fc.option(value, { nil: undefined }),
        children: fc.oneof(
          { maxDepth: 3, depthIdentifier: 'xml', withCrossShrink: true },
          fc.constant([]),
          fc.array(tie('stanza'), { maxLength: 3, depthIdentifier: 'xml' }),
        ),
      },
      { noNullPrototype: true },
    )
    .map(({ words, children, ...head }) =>
      element(head.name, head.ns, head.attrs, words === undefined ? children : [words, ...children]),
    ),
}));

/** Every element in it, with a function that puts another in its place. */
function places(root: XmlElement): readonly { one: XmlElement; put: (other: XmlElement | undefined) => XmlElement }[] {
  const inner = root.children.flatMap((child, at) =>
    typeof child === 'string'
      ? []
      : places(child).map(({ one, put }) => ({
          one,
          put: (other: XmlElement | undefined) => {
            const changed = one === child && other === undefined ? [] : [put(other)];
            return { ...root, children: root.children.toSpliced(at, 1, ...changed) };
          },
        })),
  );
  return [{ one: root, put: (other) => other ?? root }, ...inner];
}

/** Every single change of something that a pattern made of the stanza names. */
function changes(root: XmlElement): readonly XmlElement[] {
  return places(root).flatMap(({ one, put }) => [
    put({ ...one, name: `${one.name}s` }),
    put({ ...one, ns: `${one.ns}:other` }),
    ...Object.entries(one.attrs).flatMap(([key, old]) => {
      const { [key]: _, ...rest } = one.attrs;
      return [put({ ...one, attrs: rest }), put({ ...one, attrs: { ...rest, [key]: `${old}!` } })];
    }),
    ...one.children.flatMap((child, at) => {
      const without = put({ ...one, children: one.children.toSpliced(at, 1) });
      return typeof child === 'string'
        ? [without, put({ ...one, children: one.children.toSpliced(at, 1, `${child}!`) })]
        : [without];
    }),
  ]);
}

test('a pattern made from a stanza matches it', () => {
  fc.assert(fc.property(stanza, (one) => matches(one, one)));
});

test('what a pattern does not name is free', () => {
  const extra = fc.record({ key: fc.constant('from'), more: value, child: stanza, at: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(stanza, extra, (one, { key, more, child, at }) => {
      const children = one.children.toReversed().toSpliced(at, 0, child);
      const isSameText = !one.children.some((node) => typeof node === 'string');
      const actual = {
        ...one,
        attrs: { ...one.attrs, [key]: more },
        children: isSameText ? children : [...one.children, child],
      };
      expect(matches(one, actual)).toBe(true);
    }),
  );
});

test('any single change of a named part does not match', () => {
  fc.assert(
    fc.property(stanza, (one) => {
      for (const other of changes(one)) expect(matches(one, other), serialize(other)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a stanza reads back as it was written', () => {
  fc.assert(
    fc.property(stanza, (one) => {
      const read = parseXml(serialize(one));
      expect(matches(one, read) && matches(read, one)).toBe(true);
    }),
  );
});

test('what a pattern captures fills a template, and fits where it is captured again', () => {
  const pattern = element('x', 'jabber:client', { id: '${capture:id}' }, [
    element('item', 'jabber:client', {}, ['${capture:words}']),
  ]);
  const template = element('x', 'jabber:client', { id: '${id}' }, [element('item', 'jabber:client', {}, ['${words}'])]);
  fc.assert(
    fc.property(value, value, (id, words) => {
      const actual = element('x', 'jabber:client', { id }, [element('item', 'jabber:client', {}, [words])]);
      const result = match(pattern, actual, bindings);
      if (!result.matches) throw new Error(`${result.difference.path} differs`);
      const bound = { fixed: bindings.fixed, captures: result.captures };
      expect(fill(template, bound)).toEqual(actual);
      const [item] = elements(actual);
      const other = { ...actual, attrs: { id: `${id}!` }, children: item === undefined ? [] : [item] };
      expect(match(pattern, other, bound).matches).toBe(false);
    }),
  );
});
