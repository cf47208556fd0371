// The server ended a stream of a client because of a stanza of the case (RFC 6120 8.3).

import type { FailureOf } from '../model/failure.ts';
import type { XmlElement } from '../model/xml.ts';
import { kindWords, stanzaKind } from '../stanza/stanza-kind.ts';
import { counted } from '../wording/common.ts';
import { cut, MAX_VALUE } from '../wording/escape-controls.ts';
import type { FailureKind, Writing } from './kind.ts';

/** See `FAILURES`. */
export const streamEnded: FailureKind<FailureOf<'stream-ended'>> = {
  words: {
    en: ({ session, ended, condition, after, expected }) =>
      `the server ended the stream of ${ended}, ${errorEn(condition)}, after ${stanzaText(after.at(-1))}${after.length > 1 ? ` and ${counted(after.length - 1, 'stanza')} before it` : ''}` +
      (expected === undefined ? '' : `; ${session} did not receive the expected stanza`),
    zh: ({ session, ended, condition, after, expected }) =>
      `收到 ${stanzaText(after.at(-1))}${after.length > 1 ? `（以及此前的 ${after.length - 1} 个节）` : ''}之后，服务器${errorZh(condition)}结束了 ${ended} 的流` +
      (expected === undefined ? '' : `；${session} 未收到期望的节`),
  },
  departure: ({ after, condition = '' }) => ({
    kind: 'stream-ended',
    words: ['stream-ended', condition, ...typedWords(after.at(-1))],
  }),
  fingerprint,
  mark: () => 'violates',
  blame: ({ ended }, proofs) => proofs.acts(ended),
  detail: ({ condition, after }) => [condition, after.map(({ name, attrs }) => [name, attrs['type']])],
  observed: ({ condition }) => `end ${condition}`,
};

const errorEn = (condition: string | undefined): string =>
  condition === undefined ? 'without a stream error' : `with the stream error <${condition}/>`;
const errorZh = (condition: string | undefined): string =>
  condition === undefined ? '未发流错误就' : `以流错误 <${condition}/> `;

/** `<message type="whisper"/>`. */
function stanzaText(
  { name, attrs: { type } }: XmlElement = { name: 'stanza', ns: '', attrs: {}, children: [] },
): string {
  return `<${name}${type === undefined ? '' : ` type="${cut(type, MAX_VALUE)}"`}/>`;
}

/** The kind of a stanza that was sent, with its type also where it is a message. */
function typedWords(stanza: XmlElement | undefined): readonly string[] {
  const type = stanza?.attrs['type'];
  return kindWords({ ...stanzaKind(stanza), ...(type !== undefined && { type }) });
}

function fingerprint({ ended, condition, after, expected }: FailureOf<'stream-ended'>, { shape }: Writing): string {
  const sent = `after ${after.map(shape).join(' and ')}`;
  const missing = expected === undefined ? '' : `, missing ${shape(expected)}`;
  return `the server ended the stream of ${ended}${condition === undefined ? '' : ` (${condition})`} ${sent}${missing}`;
}
