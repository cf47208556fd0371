// What `site` says on a terminal: a line for each server and pair with a note, and where the site is.

import { join } from 'node:path';
import type { Language } from '../../model/event.ts';
import { FEDERATION, pairName } from '../../report/federation/words.ts';
import { noteText } from '../../report/site/notes.ts';
import { SITE } from '../../report/site/words.ts';
import { aligned, plain } from '../../report/text/text-table.ts';
import type { Site, SiteNote } from '../../results/site.ts';
import { COMMON } from '../../wording/common.ts';

/** The text. */
export function siteText(site: Site, directory: string, lang: Language): string {
  const notesOf = (notes: readonly SiteNote[]) =>
    plain(notes.map((note) => noteText(note, lang)).join(COMMON[lang].semicolon));
  const servers = site.servers.map(({ label, passed, ran, notes }) => [
    plain(label),
    plain(SITE[lang].caseText(passed, ran)),
    notesOf(notes),
  ]);
  const pairs = site.pairNotes.map(({ pair, notes }) => [
    plain(pairName(pair, FEDERATION[lang])),
    plain(''),
    notesOf(notes),
  ]);
  return [...aligned([...servers, ...pairs]), join(directory, 'index.html')]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
