// The transcripts of finished cases, compressed. A full run records 180,000 entries, which take 140 MB as objects and
// 5 MB like this.

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CaseResult } from '../../model/result.ts';
import type { CaseTranscript, TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';

/** Fast: a higher level saves little here. */
const LEVEL = 1;

type Entries = readonly TranscriptEntry[];

/** Packs transcripts, and keeps the one read last as it is: reporters read one case after another, each several times. */
export class PackedTranscripts {
  readonly #characters = new WeakMap<CaseTranscript, number>();
  #last: { readonly packed: Buffer; readonly entries: Entries } | undefined;

  /** The result with its transcript packed. Stanzas that its failures name stay the same objects. */
  pack(result: CaseResult): CaseResult {
    const { entries } = result.transcript;
    if (entries.length === 0) return result;
    const named = namedStanzas(result);
    const bare = entries.map((entry, index) => (named.has(index) ? { ...entry, stanza: undefined } : entry));
    // Copied, because the result of zlib holds a buffer of 16 KB.
    const text = JSON.stringify(bare);
    const packed = Buffer.from(deflateRawSync(text, { level: LEVEL }));
    this.#last = { packed, entries };
    const unpack = () => this.#unpack(packed, named);
    const transcript: CaseTranscript = {
      get entries() {
        return unpack();
      },
    };
    this.#characters.set(transcript, text.length);
    return { ...result, transcript };
  }

  /** The length of a packed transcript when it is unpacked. */
  charactersOf({ transcript }: CaseResult): number {
    return this.#characters.get(transcript) ?? 0;
  }

  #unpack(packed: Buffer, named: ReadonlyMap<number, XmlElement>): Entries {
    if (this.#last?.packed !== packed) this.#last = { packed, entries: unpacked(packed, named) };
    return this.#last.entries;
  }
}

function unpacked(packed: Buffer, named: ReadonlyMap<number, XmlElement>): Entries {
  const entries = JSON.parse(inflateRawSync(packed).toString()) as Entries;
  return entries.map((entry, index) => (named.has(index) ? { ...entry, stanza: named.get(index) } : entry));
}

/** Stanzas that are or hold the element at fault of a failure, by the index of their entry. */
function namedStanzas({ checks, transcript }: CaseResult): ReadonlyMap<number, XmlElement> {
  const atFault = new Set(checks.flatMap(({ failure }) => failure?.closest ?? []));
  const isNamed = (node: XmlElement | string): boolean =>
    typeof node === 'object' && (atFault.has(node) || node.children.some(isNamed));
  return new Map(
    transcript.entries.flatMap(({ stanza }, index) =>
      atFault.size > 0 && stanza !== undefined && isNamed(stanza) ? [[index, stanza] as const] : [],
    ),
  );
}
