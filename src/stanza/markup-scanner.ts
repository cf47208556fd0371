// The XML parser reports a comment, an instruction or a reference once it has seen the end. One without an end would
// swallow the rest of the stream without an error. This scanner finds them where they begin.

import type { XmlFault } from '../model/xml.ts';
import type { XmlExcess } from './xml-error.ts';

/** Markup that is not allowed where it is. `at` is its index in the latest chunk; negative: in an earlier one. */
export interface ForbiddenMarkup {
  readonly fault: XmlFault;
  readonly message: string;
  readonly at: number;
  /** It may still be a reference that is allowed, longer than this reader waits for. */
  readonly excess?: XmlExcess;
}

const MARKUP = /<!\[CDATA\[|<!--|<!DOCTYPE|<\?|&(?:#\d+|#x[\da-fA-F]+|[\p{L}_:][\p{L}\p{N}._:-]*);|&/gu;
const CDATA_END = /\]\]>/g;

/** The beginning of markup at the end of a chunk. The next chunk decides what it is. */
const BEGUN = /<(?:!(?:-|\[[CDAT]{0,5}|[DOCTYP]{0,6})?)?$/;
const MAX_DIGITS = 64;
const BEGUN_REFERENCE = /^&(?:#\d{0,64}|#x[\da-fA-F]{0,64}|[\p{L}\p{N}._:-]{0,15})$/u;
/** Zeros may precede a number without end. The names that XML defines are short. */
const LONG_REFERENCE = /^&#(?:\d+|x[\da-fA-F]+)$/;
const BEGUN_CDATA_END = /\]{1,2}$/;
/** The XML declaration, which is no processing instruction. Only the start of a stream has one. */
const DECLARATION = /^<\?xml\s/;
const BEGUN_DECLARATION = /^<\?(?:x(?:ml?)?)?$/;

const FORBIDDEN = new Map<string, Pick<ForbiddenMarkup, 'fault' | 'message'>>([
  ['<!--', { fault: 'comment', message: 'a comment is not allowed in XMPP (RFC 6120 11.1)' }],
  [
    '<?',
    { fault: 'processing-instruction', message: 'a processing instruction is not allowed in XMPP (RFC 6120 11.1)' },
  ],
  [
    '<!DOCTYPE',
    { fault: 'document-type', message: 'a document type declaration is not allowed in XMPP (RFC 6120 11.1)' },
  ],
  ['&', { fault: 'ill-formed', message: '"&" begins no reference; write &amp; for the character' }],
]);

/** Finds markup that RFC 6120 11.1 forbids, and each `&` that begins no reference. */
export class MarkupScanner {
  #isInCdata = false;
  /** The beginning of markup that the chunks so far end with. */
  #begun = '';
  #length = 0;

  /** Scans the next chunk up to the first finding. */
  scan(chunk: string): ForbiddenMarkup | undefined {
    const begun = this.#begun.length;
    const text = this.#begun + chunk;
    const start = this.#length - begun;
    this.#length += chunk.length;
    let from = 0;
    for (let found = this.#find(text, from); found !== null; found = this.#find(text, from)) {
      const [markup] = found;
      from = found.index + markup.length;
      if (markup === '<![CDATA[' || markup === ']]>') this.#isInCdata = !this.#isInCdata;
      const forbidden = FORBIDDEN.get(markup);
      const isAtStart = start + found.index === 0;
      if (forbidden === undefined || (isAtStart && DECLARATION.test(text))) continue;
      const rest = text.slice(found.index);
      if (BEGUN_REFERENCE.test(rest) || (isAtStart && BEGUN_DECLARATION.test(rest))) return this.#wait(rest);
      const isLong = LONG_REFERENCE.test(rest);
      return { ...forbidden, at: found.index - begun, ...(isLong && { excess: { unit: 'name', limit: MAX_DIGITS } }) };
    }
    return this.#wait((this.#isInCdata ? BEGUN_CDATA_END : BEGUN).exec(text.slice(from))?.[0] ?? '');
  }

  #wait(begun: string): undefined {
    this.#begun = begun;
    return undefined;
  }

  #find(text: string, from: number): RegExpExecArray | null {
    const pattern = this.#isInCdata ? CDATA_END : MARKUP;
    pattern.lastIndex = from;
    return pattern.exec(text);
  }
}

/** Characters of an element that are searched for credentials; more than any element that holds some. */
const MAX_KEPT = 4096;
const MAX_BEFORE = 80;
const MAX_AFTER = 40;

/** What an element with credentials names: SASL (RFC 6120 6), registration (XEP-0077), components (XEP-0114). */
const CREDENTIALS = /xmpp-sasl|urn:xmpp:sasl|password|digest|handshake/i;

/** The text that a stream has read last, for an excerpt at the place of an error. */
export class RecentText {
  #text = '';
  /** Characters of the stream before `#text`. */
  #dropped = 0;
  /** Where the element that is being read begins in the stream. */
  #elementStart = 0;

  push(chunk: string): void {
    const kept = this.#text.slice(-MAX_KEPT);
    this.#dropped += this.#text.length - kept.length;
    this.#text = kept + chunk;
  }

  /** The next element of the stream begins at this index of the stream. */
  beginElement(index: number): void {
    this.#elementStart = index;
  }

  /** Text of the current element around an index of the stream, cut; empty where the element may hold credentials. */
  excerpt(index: number): string {
    const at = Math.max(index - this.#dropped, 0);
    const start = Math.max(this.#elementStart - this.#dropped, 0);
    const end = at + MAX_AFTER;
    if (CREDENTIALS.test(this.#text.slice(start, end))) return '';
    return this.#text.slice(Math.max(start, at - MAX_BEFORE), end).trim();
  }
}
