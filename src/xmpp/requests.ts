import type { Problem } from '../model/problem.ts';
import type { TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { startDeadline } from './deadline.ts';

/** Late answers come within the minutes of a run; a server that never answers must not fill the memory. */
const MAX_EXPIRED = 1000;

interface Request {
  readonly kind: TrafficKind;
  settle(outcome: XmlElement | Error): void;
}

/** IQ requests of one stream, by id (RFC 6120 8.2.3). */
export class Requests {
  readonly #requests = new Map<string, Request>();
  /** The kinds of expired requests by id, oldest first. */
  readonly #expired = new Map<string, TrafficKind>();

  /** An answer is awaited. */
  get isWaiting(): boolean {
    return this.#requests.size > 0;
  }

  /** Resolves with the answer to `iq`; rejects with `no-answer` after `timeoutMs`. Throws at once for an id in use. */
  expect(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement> {
    const id = iq.attrs['id'];
    if (id === undefined) throw new Error('a request needs an id');
    if (this.#requests.has(id) || this.#expired.has(id)) throw new ProblemError({ kind: 'id-in-use', id });
    return new Promise((resolve, reject) => {
      const callOff = startDeadline(timeoutMs, () => {
        this.#expire(id, kind);
        reject(new ProblemError({ kind: 'no-answer', to: describe(iq), timeoutMs }));
      });
      this.#requests.set(id, {
        kind,
        settle: (outcome) => {
          callOff();
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      });
    });
  }

  /**
   * Settles the request that a stanza answers, and returns the kind of that request; undefined if it answers none.
   * The latest requests that have expired stay known, so that a late answer does not count as an unexpected stanza.
   */
  settle(stanza: XmlElement): TrafficKind | undefined {
    const { id, type } = stanza.attrs;
    if (stanza.name !== 'iq' || (type !== 'result' && type !== 'error') || id === undefined) return undefined;
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    request?.settle(stanza);
    const expired = this.#expired.get(id);
    this.#expired.delete(id);
    return request?.kind ?? expired;
  }

  /** Rejects all pending requests, because their stream has ended. */
  end(cause: Problem): void {
    for (const [id, request] of this.#requests) request.settle(new ProblemError({ kind: 'request-ended', id, cause }));
    this.#requests.clear();
    this.#expired.clear();
  }

  #expire(id: string, kind: TrafficKind): void {
    this.#requests.delete(id);
    this.#expired.set(id, kind);
    const [oldest] = this.#expired.keys();
    if (this.#expired.size > MAX_EXPIRED && oldest !== undefined) this.#expired.delete(oldest);
  }
}

function describe({ attrs }: XmlElement): string {
  const to = attrs['to'] === undefined ? '' : ` to="${attrs['to']}"`;
  return `<iq type="${attrs['type'] ?? ''}" id="${attrs['id'] ?? ''}"${to}>`;
}
