import { expect, test } from 'vitest';
import { serialize } from './serialize.ts';
import { NS, parseXml } from './xml.ts';

const SOURCE = `<iq type="set" id="a"><query xmlns="jabber:iq:roster"><item jid="n@h" name="A &amp; B"><group>名册 &lt;</group></item></query></iq>`;

test('a stanza survives parsing and serializing', () => {
  const tree = parseXml(SOURCE);
  expect(tree.ns).toBe(NS.client);
  expect(serialize(tree)).toBe(SOURCE);
});

test('attribute values cannot end their quotes', () => {
  const tree = parseXml(`<iq id='"&lt;&amp;'/>`);
  expect(serialize(tree)).toBe('<iq id="&quot;&lt;&amp;"/>');
});

test('writes one element a line, and elements with text on one line', () => {
  const tree = parseXml('<message to="a"> <body>one <b/></body> <x xmlns="y"><z/></x></message>');
  expect(serialize(tree, { indent: '  ', map: (value) => value.toUpperCase() })).toMatchInlineSnapshot(`
    "<message to="A">
      <body>ONE <b/></body>
      <x xmlns="Y">
        <z/>
      </x>
    </message>"
  `);
});

test('declares a namespace only where it changes, and never that of the stream prefix', () => {
  const tree = parseXml('<stream:error><a xmlns="b"/><c/></stream:error>');
  expect(serialize(tree, { ns: 'jabber:server' })).toMatchInlineSnapshot(
    `"<stream:error><a xmlns="b"/><c xmlns="jabber:client"/></stream:error>"`,
  );
});
