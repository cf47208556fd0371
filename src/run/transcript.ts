// Everything that one case sent and received, in order.

import { performance } from 'node:perf_hooks';
import type { ConnectOptions, TrafficKind, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';

/** An entry whose kind is not final: setup and ambient traffic are recognised later. */
type OpenEntry = { -readonly [K in keyof TranscriptEntry]: TranscriptEntry[K] };

/** The transcript of one case. Its clock starts when it is created. */
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

  /** Ends the setup: entries recorded from now on belong to the steps. */
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

  /** Changes the kind of stanzas that do not belong to the steps. */
  mark(stanzas: Iterable<XmlElement>, kind: TrafficKind): void {
    for (const stanza of stanzas) {
      const entry = this.#entryOf.get(stanza);
      if (entry !== undefined) entry.kind = kind;
    }
  }
}
