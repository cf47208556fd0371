// Notes of a transcript in words.

import type { Language } from '../model/event.ts';
import type { Note } from '../model/note.ts';
import { COMMON } from './common.ts';
import { problemText } from './problems.ts';
import { type Sentences, say } from './sentence.ts';

const mebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;

/** A note for each tag. */
export const NOTES: Sentences<Note> = {
  connected: {
    en: ({ jid, isHandedOver }) => `connected as ${jid}${isHandedOver ? ', since an earlier case' : ''}`,
    zh: ({ jid, isHandedOver }) => `已连接为 ${jid}${isHandedOver ? '（沿用先前用例的会话）' : ''}`,
  },
  ended: { en: ({ cause }, problem) => problem(cause), zh: ({ cause }, problem) => problem(cause) },
  'login-retried': {
    en: ({ cause }, problem) => `${problem(cause)}; tried again`,
    zh: ({ cause }, problem) => `${problem(cause)}；已重试`,
  },
  'streams-cut': {
    en: () => 'the streams between the two servers are cut, and new ones are refused',
    zh: () => '两台服务器之间的流被切断，新的连接被拒绝',
  },
  'streams-restored': {
    en: () => 'the two servers may connect to each other again',
    zh: () => '两台服务器可以重新相互连接',
  },
  'server-restarted': {
    en: ({ domain }) => `the server of ${domain} was restarted`,
    zh: ({ domain }) => `${domain} 的服务器已重新启动`,
  },
  late: {
    en: ({ count }) => `${COMMON.en.stanzas(count)} arrived after the pings that close the step`,
    zh: ({ count }) => `${count} 个节在栅栏之后才到达`,
  },
  'left-out': {
    en: ({ count, stanzas, bytes }) =>
      `${COMMON.en.stanzas(count)} left out: a transcript keeps ${stanzas} stanzas of the server, in ${mebibytes(bytes)}`,
    zh: ({ count, stanzas, bytes }) =>
      `略去 ${count} 个节：一份收发记录最多保留服务器的 ${stanzas} 个节，共 ${mebibytes(bytes)}`,
  },
  'transcript-left-out': {
    en: ({ count, bytes }) => `${count} entries left out: the run keeps ${mebibytes(bytes)} of transcripts`,
    zh: ({ count, bytes }) => `略去 ${count} 条记录：一次运行最多保留 ${mebibytes(bytes)} 的收发记录`,
  },
};

/** The note in one line. */
export function noteText(note: Note, lang: Language): string {
  return say(NOTES, note, { lang, cause: (cause) => problemText(cause, lang) });
}
