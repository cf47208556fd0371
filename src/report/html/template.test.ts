import { expect, test } from 'vitest';
import { html, raw } from './template.ts';

test('escapes values in text and in attributes', () => {
  const value = `<script>"&'</script>`;
  expect(html`<p title="${value}">${value}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;">&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</p>',
  );
});

test('keeps HTML, alone and in lists, and escapes the text between', () => {
  expect(html`<ul>${[html`<li>${'<1>'}</li>`, '<2>', raw('<hr>')]}</ul>`.text).toBe(
    '<ul><li>&lt;1&gt;</li>&lt;2&gt;<hr></ul>',
  );
});

test('writes nothing for undefined, and numbers as they are', () => {
  expect(html`a${undefined}b${0}c`.text).toBe('ab0c');
});
