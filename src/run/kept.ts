// What a finished case keeps of the server's texts and stanzas, for reports. Judging is over, so they may be cut.

import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Failure } from '../model/failure.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { beginningOf, sizeOf } from '../stanza/serialize.ts';
import { cut } from '../wording/escape-controls.ts';
import { LARGEST_BYTES, MAX_KEPT, MAX_PACKED, MAX_TEXT, MAX_UNPACKED, MOST_SHOWN } from './numbers/numbers.ts';

/** Bytes of a stanza in memory, and characters of a value that differs: enough for those of the suite, which look for limits. */
const MAX_EVIDENCE = 2 * LARGEST_BYTES;

/** The result with its texts and stanzas cut. A stanza that checks and transcript share stays one object. */
export function boundedResult(result: CaseResult): CaseResult {
  const { reason, checks, transcript, jids } = result;
  const evidence = createBound(MAX_EVIDENCE);
  const texts = createBound(MAX_TEXT);
  const entries = transcript.entries.map((entry) => {
    const { stanza, note } = entry;
    if (note !== undefined) return { ...entry, note: texts(note) };
    const kept = stanza && evidence(stanza);
    return kept === stanza ? entry : { ...entry, stanza: kept };
  });
  return {
    ...result,
    reason: texts(reason),
    ...firstFailures(
      checks.map((check) => withEvidence(check, evidence)),
      MAX_KEPT,
    ),
    transcript: { entries },
    jids: texts(jids),
  };
}

/**
 * The checks that held, and the first `max` of those that failed: each of a thousand unexpected stanzas is a failure, and
 * the first show what the others do.
 */
export function firstFailures(
  checks: readonly CheckResult[],
  max: number,
): Pick<CaseResult, 'checks' | 'checksLeftOut'> {
  const failed = checks.filter(({ failure }) => failure !== undefined);
  if (failed.length <= max) return { checks };
  let room = max;
  const isKept = ({ failure }: CheckResult) => {
    if (failure !== undefined) room -= 1;
    return failure === undefined || room >= 0;
  };
  return { checks: checks.filter(isKept), checksLeftOut: failed.length - max };
}

/** The checks with each text and each stanza of their failures cut to about `max` characters. */
export function boundedChecks(checks: readonly CheckResult[], max: number): readonly CheckResult[] {
  const evidence = createBound(max);
  return checks.map((check) => withEvidence(check, evidence));
}

type Bound = <Value>(value: Value) => Value;

function withEvidence(check: CheckResult, bound: Bound): CheckResult {
  const { failure } = check;
  if (failure === undefined) return check;
  const others = failure.others?.slice(0, MAX_KEPT);
  const difference = failure.difference && { ...failure.difference, path: cut(failure.difference.path, MAX_TEXT) };
  const fewer = { ...failure, ...(others && { others }), ...(difference && { difference }) } as Failure;
  return { ...check, failure: bound(fewer) };
}

/** Makes a function that copies data with their texts and stanzas cut. Equal objects become equal objects. */
function createBound(max: number): Bound {
  const known = new Map<XmlElement, XmlElement>();
  const stanzaOf = (stanza: XmlElement): XmlElement => {
    if (sizeOf(stanza) <= max) return stanza;
    const found = known.get(stanza) ?? beginningOf(stanza, max);
    known.set(stanza, found);
    return found;
  };
  const bound = (value: unknown): unknown => {
    if (typeof value === 'string') return cut(value, max);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(bound);
    if (isStanza(value)) return stanzaOf(value);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bound(inner)]));
  };
  return bound as Bound;
}

function isStanza(value: object): value is XmlElement {
  return 'name' in value && 'attrs' in value && 'children' in value;
}

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
    const packed = Buffer.from(deflateRawSync(text, { level: constants.Z_BEST_SPEED }));
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

/** Keeps results in full until the budget is used up, then without transcript or with short evidence. */
export class RunBudget {
  #transcripts = 0;
  #evidence = 0;
  readonly #kept = new WeakMap<CaseResult, { readonly transcripts: number; readonly evidence: number }>();

  /** The result as it is kept; `characters` is the length of its transcript. */
  keep(result: CaseResult, characters: number): CaseResult {
    const before = { transcripts: this.#transcripts, evidence: this.#evidence };
    const kept = this.#withTranscript(this.#withEvidence(result), characters);
    const transcripts = this.#transcripts - before.transcripts;
    this.#kept.set(kept, { transcripts, evidence: this.#evidence - before.evidence });
    return kept;
  }

  /** Makes the room of a result free that was kept. */
  drop(kept: CaseResult): void {
    const { transcripts = 0, evidence = 0 } = this.#kept.get(kept) ?? {};
    this.#kept.delete(kept);
    this.#transcripts -= transcripts;
    this.#evidence -= evidence;
  }

  #withTranscript(result: CaseResult, characters: number): CaseResult {
    this.#transcripts += characters;
    if (this.#transcripts <= MAX_PACKED) return result;
    this.#transcripts -= characters;
    const count = result.transcript.entries.length;
    if (count === 0) return result;
    const note = { kind: 'transcript-left-out', count, bytes: MAX_PACKED } as const;
    return { ...result, transcript: { entries: [{ atMs: 0, session: '', direction: 'note', kind: 'step', note }] } };
  }

  #withEvidence(result: CaseResult): CaseResult {
    const size = evidenceIn(result);
    this.#evidence += size;
    if (this.#evidence <= MAX_UNPACKED) return result;
    this.#evidence -= size;
    const { checks, checksLeftOut = 0 } = firstFailures(result.checks, MOST_SHOWN);
    const leftOut = (result.checksLeftOut ?? 0) + checksLeftOut;
    return { ...result, checks: boundedChecks(checks, MAX_TEXT), checksLeftOut: leftOut || undefined };
  }
}

/** About: a failure takes no more than a text beside its stanzas. */
function evidenceIn({ checks }: CaseResult): number {
  const failures = checks.flatMap(({ failure }) => failure ?? []);
  const stanzas = failures.flatMap(({ closest, others = [] }) => [closest ?? [], ...others].flat());
  return stanzas.reduce((sum, stanza) => sum + sizeOf(stanza), failures.length * MAX_TEXT);
}
