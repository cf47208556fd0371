// Before a failure stands: is the network not its cause? It may hide the end of a connection from the server, and cut the
// connection to the remote domain, so that the server refuses what is for it.

import type { XmlElement } from '../model/xml.ts';
import { errorCondition } from '../stanza/iq.ts';
import { actorOf, bareOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { isExpired, ProblemError } from '../wording/problems.ts';
import { Broken, createWait } from './broken.ts';
import type { CaseContext } from './case-context.ts';
import type { UnprovenEnd } from './case-sessions-options.ts';
import { openReader } from './fresh-sessions.ts';
import { FIRST_WAIT_MS } from './numbers/numbers.ts';

type Proving = Pick<CaseContext, 'case' | 'sessions' | 'env' | 'facts'>;

/**
 * Errors that say that nothing is connected at the address: RFC 6121 8.5.3.2.3 demands the first for a full JID without a
 * resource, and servers use the others. Any other error, such as one of a rate limit, says nothing of the session.
 */
const GONE: readonly string[] = ['service-unavailable', 'recipient-unavailable', 'item-not-found', 'gone'];

/** Throws `Broken` where the network may be the cause of a failure. */
export async function proveNetwork(context: Proving): Promise<void> {
  await proveEnds(context);
  await proveRemote(context);
}

/** Pings the server as a user of the remote domain, if the case has such users: their own sessions may have left. */
async function proveRemote({ case: aCase, env, facts, sessions }: Proving): Promise<void> {
  const { remote, domain } = env;
  if (remote === undefined || !aCase.actors.some(({ isRemote }) => isRemote)) return;
  const resource = sessions.nextId('fence');
  const user = { account: { jid: `${resource}@${remote.domain}`, password: '' }, resource, answers: false };
  const waiting = { failure: 'fence-lost', session: remote.domain, kind: 'ping-answer' } as const;
  await createWait(env.waits, facts)(waiting, async (timeoutMs) => {
    const session = await remote.connect({ ...user, discards: true, timeoutMs, record: () => undefined });
    const ping = element('iq', NS.client, { type: 'get', to: domain, id: resource }, [element('ping', NS.ping)]);
    await session.request(ping, 'fence', timeoutMs).finally(() => session.close(timeoutMs));
  });
}

/** Proves every end of a session of which the server may not know. Throws `Broken` where it cannot. */
async function proveEnds(context: Proving): Promise<void> {
  for (const end of context.sessions.unprovenEnds.values()) await proveEnd(end, context);
}

/**
 * Pings the address of a session that has ended, as another session of its user. A server that has removed the resource
 * answers with an error (RFC 6121 8.5.3.2.3). One that has not noticed the end delivers the ping to the dead connection,
 * and no answer comes. The ping reaches no open session, so no check sees it. Throws `Broken`.
 */
export async function proveEnd({ ref, jid, hasSent }: UnprovenEnd, { sessions, env, facts }: Proving): Promise<void> {
  if (hasSent) throw new Broken({ kind: 'sent-unproven', session: ref });
  const actor = actorOf(ref);
  const prober = sessions.findSession(actor, () => true);
  const session = prober === undefined ? await openReader(actor, sessions) : sessions.session(prober);
  const ask = (to: string, timeoutMs: number) => {
    const attrs = { type: 'get', to, id: sessions.nextId('end') };
    return session.request(element('iq', NS.client, attrs, [element('ping', NS.ping)]), 'fence', timeoutMs);
  };
  const waiting = { failure: 'end-unnoticed', session: ref, kind: 'notice-of-end' } as const;
  await createWait(env.waits, facts)(waiting, async (timeoutMs) => {
    const condition = errorCondition(await askPatiently({ jid, timeoutMs, ask: (limitMs) => ask(jid, limitMs) }));
    if (GONE.includes(condition ?? '')) return;
    // Some servers answer in place of any resource.
    const control = `${bareOf(jid)}/${sessions.nextId('never')}`;
    const isAlike = await ask(control, FIRST_WAIT_MS).then(
      (answer) => errorCondition(answer) === condition,
      () => false,
    );
    throw new ProblemError({ kind: 'address-answers', jid, condition, ...(isAlike && { control }) });
  });
  sessions.unprovenEnds.delete(ref);
}

interface Asking {
  readonly jid: string;
  readonly timeoutMs: number;
  readonly ask: (timeoutMs: number) => Promise<XmlElement>;
}

/** Asks again where no answer comes, until the timeout of the whole: the server may notice the end at any time. */
async function askPatiently({ jid, timeoutMs, ask }: Asking): Promise<XmlElement> {
  let left = timeoutMs;
  for (let waitMs = FIRST_WAIT_MS; left > 0; waitMs *= 2) {
    const limitMs = Math.min(waitMs, left);
    left -= limitMs;
    try {
      return await ask(limitMs);
    } catch (error) {
      if (!isExpired(error)) throw error;
    }
  }
  throw new ProblemError({ kind: 'no-answer', to: jid, timeoutMs });
}
