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
