import { expect, test } from 'vitest';
import { html, raw } from './template.ts';

test('a value is escaped, in text and in attributes', () => {
  const value = `<script>"&'</script>`;
  expect(html`<p title="${value}">${value}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;">&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</p>',
  );
});

test('HTML stands as it is, alone and in lists, and the texts between it are escaped', () => {
  expect(html`<ul>${[html`<li>${'<1>'}</li>`, '<2>', raw('<hr>')]}</ul>`.text).toBe(
    '<ul><li>&lt;1&gt;</li>&lt;2&gt;<hr></ul>',
  );
});

test('nothing stands for what is absent, and a number for itself', () => {
  expect(html`a${undefined}b${0}c`.text).toBe('ab0c');
});
