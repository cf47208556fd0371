// Servers with Nagle's algorithm: they send a second small packet only once the first is acknowledged. Where nothing is to be
// sent, the acknowledgement waits for some 40 ms (RFC 1122 4.2.3.2); with whitespace between stanzas (RFC 6120 4.6.1) it leaves
// at once.

import { performance } from 'node:perf_hooks';
import type { Stream } from './stream.ts';

/** Milliseconds by which Linux delays an acknowledgement, at least and at most. */
const LEAST_MS = 38;
const MOST_MS = 60;

/** An answer without a stanza before it comes so much sooner that the delay is none of the path or of a busy server. */
const SOONER = 8;

/** Answers that were held, more than those that were not. */
const ENOUGH = 6;

/** Learns whether a server holds an answer that follows another stanza. */
export class HeldAnswers {
  #shortestMs = Number.POSITIVE_INFINITY;
  #held = 0;

  /** The server holds answers: it is known from then on. */
  get isKnown(): boolean {
    return this.#held >= ENOUGH;
  }

  /** Notes the time in milliseconds from a request to its answer. */
  noteAnswer(ms: number): void {
    this.#shortestMs = Math.min(this.#shortestMs, ms);
  }

  /** Notes the time in milliseconds from a stanza to an answer behind it that was awaited already. */
  noteFollowing(ms: number): void {
    if (this.isKnown) return;
    const isHeld = ms >= LEAST_MS && ms <= MOST_MS && ms > SOONER * this.#shortestMs;
    this.#held = Math.max(0, this.#held + (isHeld ? 1 : -1));
  }
}

/** Learns from one stream, and acknowledges what comes before an answer that the server holds. */
export class HeldStream {
  readonly #stream: Stream;
  readonly #held: HeldAnswers;
  /** When the latest stanza came, if an answer is awaited since before. */
  #disturbedAt: number | undefined;

  constructor(stream: Stream, held: HeldAnswers) {
    this.#stream = stream;
    this.#held = held;
  }

  /** A stanza has come; `isAnswer`: to a request. `isWaiting`: the stream awaits an answer. */
  received({ isAnswer, isWaiting }: { readonly isAnswer: boolean; readonly isWaiting: boolean }): void {
    const now = performance.now();
    if (isAnswer && this.#disturbedAt !== undefined) this.#held.noteFollowing(now - this.#disturbedAt);
    this.#disturbedAt = isWaiting ? now : undefined;
    // An error means that the stream has ended, which is recorded already.
    if (isWaiting && this.#held.isKnown) this.#stream.write(' ').catch(() => undefined);
  }

  /** Resolves with the answer, and notes how long it took. */
  async timed<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const began = performance.now();
    const result = await answer;
    this.#held.noteAnswer(performance.now() - began);
    return result;
  }
}

/**
 * Acknowledges the tickets of TLS 1.3 where the server holds the header of the stream until then, and the header where it holds
 * the features. No whitespace may be sent between the elements of StartTLS and of SASL (RFC 6120 5.3.3, 6.3.5); these begin after
 * the features.
 */
export function releaseFeatures(stream: Stream, held: HeldAnswers): void {
  let isAwaiting = false;
  const release = () => {
    if (isAwaiting && held.isKnown && stream.ended === undefined) stream.write(' ').catch(() => undefined);
  };
  stream.on('header-sent', () => {
    isAwaiting = true;
  });
  stream.on('features', () => {
    isAwaiting = false;
  });
  // Each comes in a packet of its own.
  stream.on('ticket', release);
  stream.on('open', () => {
    isAwaiting = true;
    // The features may be in the same packet.
    setImmediate(release);
  });
}
