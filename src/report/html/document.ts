// The frame of every page: one file, which fetches nothing.

import type { Language } from '../../model/event.ts';
import { type Html, html } from './template.ts';

interface Frame {
  readonly lang: Language;
  readonly title: string;
  /** As `styleSheet` makes it. */
  readonly style: Html;
  /** Text of the link that skips to `#main`. */
  readonly skipLink: string;
  /** Scripts that may run, as a source of the policy; absent: none. */
  readonly scriptSource?: string;
  /** Seconds after which the page loads itself again; absent: never. */
  readonly refreshS?: number | undefined;
}

/** A page with this body. Its policy lets it fetch nothing and run no other script, so that a body with text of a server is harmless. */
export function htmlDocument(frame: Frame, body: Html): Html {
  const { before, after } = htmlFrame(frame);
  return html`${before}${body}${after}`;
}

/** A language for the attribute `lang`. */
export const languageTag = (lang: Language): string => (lang === 'zh' ? 'zh-Hans' : 'en');

/** What stands before and after the body of a page. */
export function htmlFrame({ lang, title, style, skipLink, scriptSource = "'none'", refreshS }: Frame): {
  readonly before: Html;
  readonly after: Html;
} {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${scriptSource}; base-uri 'none'; form-action 'none'`;
  const refresh = refreshS === undefined ? undefined : html`<meta http-equiv="refresh" content="${refreshS}">\n`;
  const before = html`<!DOCTYPE html>
<html lang="${languageTag(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${refresh}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body id="top">
<a class="skip" href="#main">${skipLink}</a>
`;
  const after = html`</body>
</html>
`;
  return { before, after };
}
