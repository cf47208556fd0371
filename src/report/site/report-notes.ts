// What keeps a report from being compared with the others as it stands.

import type { Language } from '../../model/event.ts';
import { groupBy } from '../../results/outcomes.ts';
import type { SiteNote } from '../../results/site.ts';
import { COMMON } from '../../wording/common.ts';
import { FEDERATION, pairName } from '../federation/federation-words.ts';
import { oneLine } from '../html/page-context.ts';
import { type Html, html } from '../html/template.ts';
import { SITE, type SitePage } from './site-words.ts';

/** A note in words. */
export function noteText(note: SiteNote, lang: Language): string {
  const own = SITE[lang];
  switch (note.kind) {
    case 'partial':
      return own.notePartial(note.cases, note.all);
    case 'stopped':
      return own.noteStopped(note.cases);
    case 'strange':
      return own.noteStrange(note.cases);
    case 'version':
      return own.noteVersion(note.version);
  }
}

/** All notes by server and by pair; undefined: there are none. */
export function notes(page: SitePage): Html | undefined {
  const { own, site, lang } = page;
  const named = [
    ...site.servers.map((server) => ({ name: server.label, notes: server.notes })),
    ...site.pairNotes.map(({ pair, notes: list }) => ({ name: pairName(pair, FEDERATION[lang]), notes: list })),
  ].filter((one) => one.notes.length > 0);
  if (named.length === 0) return undefined;
  const texts = named.map(({ name, notes: list }) => ({
    name,
    text: list.map((note) => noteText(note, lang)).join(COMMON[lang].semicolon),
  }));
  const items = [...groupBy(texts, ({ text }) => text)].map(([text, group]) => {
    const names = group.map(({ name }) => name).join(COMMON[lang].comma);
    return html`<li>${COMMON[lang].labelled(oneLine(names), oneLine(text))}</li>
`;
  });
  return html`<section id="notes" class="notes" aria-labelledby="notes-h"><h2 id="notes-h">${own.notes}</h2>
<p>${own.notesNote}</p><ul>${items}</ul></section>
`;
}
