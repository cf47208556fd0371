// Notes of a transcript in words.

import type { Language } from '../model/event.ts';
import type { Note } from '../model/note.ts';
import { COMMON } from './common.ts';
import { problemText } from './problems.ts';
import { type Sentences, say } from './sentence.ts';

/** A note for each tag. */
export const NOTES: Sentences<Note> = {
  connected: { en: ({ jid }) => `connected as ${jid}`, zh: ({ jid }) => `已连接为 ${jid}` },
  ended: { en: ({ cause }, problem) => problem(cause), zh: ({ cause }, problem) => problem(cause) },
  'login-retried': {
    en: ({ cause }, problem) => `${problem(cause)}; tried again`,
    zh: ({ cause }, problem) => `${problem(cause)}；已重试`,
  },
  late: {
    en: ({ count }) => `${COMMON.en.stanzas(count)} arrived after the fence`,
    zh: ({ count }) => `${count} 个节在栅栏之后才到达`,
  },
};

/** The note in one line. */
export function noteText(note: Note, lang: Language): string {
  return say(NOTES, note, { lang, cause: (cause) => problemText(cause, lang) });
}
