import { expect, test } from 'vitest';
import { written } from '../report.test-kit.ts';
import { reporters } from '../reporters.test-kit.ts';
import { illFormedKinds } from './ill-formed-xml.ts';

const comment = (id: string) =>
  ({ case: id, fault: 'comment', detail: 'a comment', excerpt: '<a><!--\u001b' }) as const;
const FINDINGS = [
  comment('rfc6121/2.3/a'),
  { case: 'rfc6121/2.3/a', fault: 'ill-formed', detail: 'undefined entity.', excerpt: '&auml;' } as const,
  comment('rfc6121/2.3/b'),
];

test('groups findings by their fault', () => {
  expect(illFormedKinds(FINDINGS, 'en')).toEqual([
    {
      text: 'the server sent a comment, which XMPP forbids (RFC 6120 11.1): <a><!--\\u{1b}',
      cases: ['rfc6121/2.3/a', 'rfc6121/2.3/b'],
    },
    { text: 'the server sent ill-formed XML (undefined entity.): &auml;', cases: ['rfc6121/2.3/a'] },
  ]);
});

test('the console shows each fault with its cases', () => {
  expect(written(reporters.console, [], { illFormedXml: FINDINGS })).toContain(`XML that breaks RFC 6120 11
  the server sent a comment, which XMPP forbids (RFC 6120 11.1): <a><!--\\u{1b} (rfc6121/2.3/a and 1 more)
  the server sent ill-formed XML (undefined entity.): &auml; (rfc6121/2.3/a)
`);
});

test('the HTML page lists each fault below the findings', () => {
  const page = written(reporters.html, [], { illFormedXml: FINDINGS });
  const noted = page.slice(page.indexOf('id="notes"'), page.indexOf('id="summary"'));
  expect(noted).toContain('The server sent XML that breaks RFC 6120 11</h3>');
  expect(noted).toContain('&lt;a&gt;&lt;!--\\u{1b} <a href=');
});

test.each(['console', 'html'] as const)('%s says nothing of it without a finding', (name) => {
  expect(written(reporters[name], [])).not.toContain('RFC 6120 11');
});
