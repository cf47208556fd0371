import type { Problem } from '../model/problem.ts';
import type { TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { startDeadline } from './deadline.ts';

interface Request {
  readonly kind: TrafficKind;
  settle(outcome: XmlElement | Error): void;
}

/** Pending IQ requests of one stream, by id (RFC 6120 8.2.3). */
export class Requests {
  readonly #requests = new Map<string, Request>();

  /** Resolves with the answer to `iq`; rejects with `no-answer` after `timeoutMs`. Throws at once for an id in use. */
  expect(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement> {
    const id = iq.attrs['id'];
    if (id === undefined) throw new Error('a request needs an id');
    if (this.#requests.has(id)) throw new ProblemError({ kind: 'id-in-use', id });
    return new Promise((resolve, reject) => {
      const expire = () => reject(new ProblemError({ kind: 'no-answer', to: describe(iq), timeoutMs }));
      const callOff = startDeadline(timeoutMs, expire);
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
   * A request that has expired stays known, so that its late answer does not count as an unexpected stanza.
   */
  settle(stanza: XmlElement): TrafficKind | undefined {
    const { id, type } = stanza.attrs;
    if (stanza.name !== 'iq' || (type !== 'result' && type !== 'error') || id === undefined) return undefined;
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    request?.settle(stanza);
    return request?.kind;
  }

  /** Rejects all pending requests, because their stream has ended. */
  end(cause: Problem): void {
    for (const [id, request] of this.#requests) request.settle(new ProblemError({ kind: 'request-ended', id, cause }));
    this.#requests.clear();
  }
}

function describe({ attrs }: XmlElement): string {
  const to = attrs['to'] === undefined ? '' : ` to="${attrs['to']}"`;
  return `<iq type="${attrs['type'] ?? ''}" id="${attrs['id'] ?? ''}"${to}>`;
}
