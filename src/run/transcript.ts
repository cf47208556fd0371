// Everything that one case sent and received, in order.

import { performance } from 'node:perf_hooks';
import type { ConnectOptions, TrafficKind, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';

/** An entry whose kind may still be learnt (setup, ambient). */
type OpenEntry = { -readonly [K in keyof TranscriptEntry]: TranscriptEntry[K] };

/** The transcript of one case; its clock starts when it is made. */
export class Transcript {
  readonly #began = performance.now();
  readonly #entries: OpenEntry[] = [];
  readonly #entryOf = new WeakMap<XmlElement, OpenEntry>();
  readonly #onEntry: (entry: TranscriptEntry) => void;
  #isSettingUp = true;

  /** `onEntry` is called with each entry when it is recorded. */
  constructor(onEntry: (entry: TranscriptEntry) => void = () => undefined) {
    this.#onEntry = onEntry;
  }

  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  /** Ends the setting up: what is recorded from now on belongs to the play. */
  begin(): void {
    this.#isSettingUp = false;
  }

  record(session: string, entry: Parameters<ConnectOptions['record']>[0]): void {
    const kind = this.#isSettingUp && entry.kind === 'step' ? 'setup' : entry.kind;
    const open: OpenEntry = { ...entry, kind, session, atMs: performance.now() - this.#began };
    this.#entries.push(open);
    if (entry.stanza !== undefined) this.#entryOf.set(entry.stanza, open);
    this.#onEntry(open);
  }

  /** Marks stanzas as not of the play. */
  mark(stanzas: Iterable<XmlElement>, kind: TrafficKind): void {
    for (const stanza of stanzas) {
      const entry = this.#entryOf.get(stanza);
      if (entry !== undefined) entry.kind = kind;
    }
  }
}
