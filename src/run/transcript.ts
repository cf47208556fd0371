// Everything that one case sent and received, in order.

import { performance } from 'node:perf_hooks';
import type { CaseTranscript, ConnectOptions, TrafficKind, TrafficModule, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { isSent } from '../stanza/sent.ts';
import { sizeOf } from '../stanza/serialize.ts';
import { JOBS, MAX_KEPT, MAX_UNPACKED } from './numbers/numbers.ts';

/** What a transcript keeps of the server's stanzas, in bytes. The longest of the suite has 400 KB. */
const MAX_BYTES = MAX_UNPACKED / JOBS;

/** An entry whose kind is not final: setup and ambient traffic are recognised later. */
type OpenEntry = { -readonly [K in keyof TranscriptEntry]: TranscriptEntry[K] };

/** Stanzas that the server sends, and answers to them. Answers to pings of a fence are as many as the pings. */
const isByServer = ({ direction, kind }: Pick<TranscriptEntry, 'direction' | 'kind'>): boolean =>
  kind === 'auto' || (direction === 'received' && kind !== 'fence');

/** The transcript of one case. Its clock starts when it is created. */
export class Transcript {
  readonly #began = performance.now();
  /** When the case began, in milliseconds since 1970. */
  readonly beganMs = Date.now();
  readonly #entries: OpenEntry[] = [];
  readonly #entryOf = new Map<XmlElement, OpenEntry>();
  readonly #onEntry: (entry: TranscriptEntry) => void;
  #isSettingUp = true;
  #hasEnded = false;
  #stanzas = 0;
  #bytes = 0;
  #leftOut: OpenEntry | undefined;

  /** `onEntry` is called with each entry when it is recorded. */
  constructor(onEntry: (entry: TranscriptEntry) => void = () => undefined) {
    this.#onEntry = onEntry;
  }

  /** Milliseconds since the case began. */
  get nowMs(): number {
    return performance.now() - this.#began;
  }

  /** When a stanza that was kept was recorded, in milliseconds since the case began. */
  atMsOf(stanza: XmlElement): number | undefined {
    return this.#entryOf.get(stanza)?.atMs;
  }

  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  /** Ends the setup: entries recorded from now on belong to the steps. */
  begin(): void {
    this.#isSettingUp = false;
  }

  /** Ends the case: nothing is recorded from now on. */
  end(): void {
    this.#hasEnded = true;
  }

  /** Records an entry. Counts a stanza only that the server sent or caused, where those before it leave no room. */
  record(session: string, entry: Parameters<ConnectOptions['record']>[0]): void {
    if (this.#hasEnded) return;
    const kind = this.#isSettingUp && entry.kind === 'step' ? 'setup' : entry.kind;
    const open: OpenEntry = { ...entry, kind, session, atMs: this.nowMs };
    const isKept = entry.stanza === undefined || !isByServer(entry) || this.#admits(entry.stanza);
    if (isKept) this.#keep(open);
    else this.#leaveOut(open);
  }

  #keep(entry: OpenEntry): void {
    this.#entries.push(entry);
    if (entry.stanza !== undefined) this.#entryOf.set(entry.stanza, entry);
    this.#onEntry(entry);
  }

  #admits(stanza: XmlElement): boolean {
    const size = sizeOf(stanza);
    if (this.#stanzas >= MAX_KEPT || this.#bytes + size > MAX_BYTES) return false;
    this.#stanzas += 1;
    this.#bytes += size;
    return true;
  }

  /** Adds one to the number in the note, which stands where the first stanza is missing. */
  #leaveOut({ stanza: _, ...entry }: OpenEntry): void {
    if (this.#leftOut === undefined) {
      // It is no act of its session, as notes of a step are.
      this.#leftOut = { ...entry, direction: 'note', kind: 'ambient' };
      this.#entries.push(this.#leftOut);
    }
    const { note } = this.#leftOut;
    const count = note?.kind === 'left-out' ? note.count + 1 : 1;
    this.#leftOut.note = { kind: 'left-out', count, stanzas: MAX_KEPT, bytes: MAX_BYTES };
  }

  /** Changes the kind of stanzas that do not belong to the steps. */
  mark(stanzas: Iterable<XmlElement>, kind: TrafficKind, module?: TrafficModule): void {
    for (const stanza of stanzas) {
      const entry = this.#entryOf.get(stanza);
      if (entry !== undefined) Object.assign(entry, { kind, ...(module !== undefined && { module }) });
    }
  }
}

/** Whether a session of the case has last told its server that it is available (RFC 6121 4.2.1, 4.5.1). */
export function isAvailable({ entries }: CaseTranscript, session: string): boolean {
  const last = entries.findLast(({ stanza, ...entry }) => {
    if (!isSent(entry) || entry.session !== session || stanza?.name !== 'presence') return false;
    const { to, type = 'available' } = stanza.attrs;
    return to === undefined && ['available', 'unavailable'].includes(type);
  });
  return last !== undefined && last.stanza?.attrs['type'] === undefined;
}
