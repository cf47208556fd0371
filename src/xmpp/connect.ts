// Opens one session: connects, again where a server is busy, and logs in.

import type { Problem } from '../model/problem.ts';
import type { Connect } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { serialize } from '../stanza/serialize.ts';
import { ProblemError } from '../wording/problems.ts';
import { CLOSE_TIMEOUT_MS } from './deadline.ts';
import { HeldAnswers } from './held-answers.ts';
import { type LoginLimits, logIn, openUnauthenticated } from './login.ts';
import { createSaltPassword, type SaltPassword } from './mechanisms.ts';
import type { OpenStreams } from './open-streams.ts';
import { Requests } from './requests.ts';
import { LiveSession } from './session.ts';
import { Stream } from './stream.ts';

/** What all sessions with an address share. */
interface Shared {
  readonly salt: SaltPassword;
  readonly held: HeldAnswers;
}

const known = new WeakMap<Address, Shared>();

function sharedBy(address: Address): Shared {
  const shared = known.get(address) ?? { salt: createSaltPassword(), held: new HeldAnswers() };
  known.set(address, shared);
  return shared;
}

/** Makes live sessions with the server at `address`. `streams` has their streams. */
export function createConnect(address: Address, streams: OpenStreams): Connect {
  const { salt, held } = sharedBy(address);
  return async ({ account, resource, answers, discards, timeoutMs, signal, record }) => {
    const login = { account, resource, salt, held };
    const open = () => logIn(new Stream(address, streams), login, { timeoutMs, signal });
    const onRetry = ({ problem: cause }: ProblemError) =>
      record({ direction: 'note', kind: 'setup', note: { kind: 'login-retried', cause } });
    return new LiveSession(await retrying(open, onRetry), { answers, discards, record, held });
  };
}

/** A stream that has not authenticated, as used by in-band registration. */
export interface OpenStream {
  /** The latest stream features; with TLS, those sent under TLS. */
  readonly features: XmlElement;
  /** Sends an IQ get or set and resolves with its result or error. Rejects with `no-answer` after `timeoutMs`, and when the stream ends. */
  request(iq: XmlElement, timeoutMs: number): Promise<XmlElement>;
  /** Closes the stream and waits shortly for the server's end of it; never rejects. */
  close(): Promise<void>;
}

/** Opens a stream without authentication. Rejects with a `ProblemError`, each attempt after `timeoutMs` at the latest. */
export type StreamOpener = (address: Address, limits: LoginLimits) => Promise<OpenStream>;

/** Opens streams without authentication, which `streams` has. */
export function createOpenStream(streams: OpenStreams): StreamOpener {
  return async (address, limits) => {
    const open = async () => {
      const opened = new Stream(address, streams);
      await openUnauthenticated(opened, sharedBy(address).held, limits);
      return opened;
    };
    return asOpenStream(await retrying(open, () => undefined), limits);
  };
}

function asOpenStream(stream: Stream, { timeoutMs }: LoginLimits): OpenStream {
  const requests = new Requests();
  stream.once('ended', (cause: Problem) => requests.end(cause));
  stream.deliverTo((stanza) => void requests.settle(stanza));
  return {
    features: stream.features,
    async request(iq, limitMs) {
      if (stream.ended !== undefined) throw new ProblemError({ kind: 'not-sent', cause: stream.ended });
      const [answer] = await Promise.all([requests.expect(iq, 'setup', limitMs), stream.write(serialize(iq))]);
      return answer;
    },
    close: () => stream.shutDown(Math.min(timeoutMs, CLOSE_TIMEOUT_MS)),
  };
}

/** One was enough in every run with jabberd2 that was measured; five leave room for a busy machine. */
const RETRIES = 5;

/**
 * Opens a stream, and retries at once while the server ends it with `internal-server-error` before it is ready. (jabberd2
 * does this when a socket number is reused: 56 times in the 6,300 logins of a run with 16 jobs, 202 times with 100.)
 * Calls `onRetry` with each such error. Rejects with the last one, and with any other error at once.
 */
export async function retrying<Opened>(open: () => Promise<Opened>, onRetry: (error: ProblemError) => void) {
  for (let left = RETRIES; left > 0; left -= 1) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ProblemError) || !isServerFault(error.problem)) throw error;
      onRetry(error);
    }
  }
  return open();
}

/** True if the server ended the stream with <internal-server-error/> (RFC 6120 4.9.3.6). */
function isServerFault(problem: Problem): boolean {
  if (problem.kind !== 'phase-ended') return false;
  const { cause } = problem;
  return cause.kind === 'stream-error' && cause.condition === 'internal-server-error';
}
