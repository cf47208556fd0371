// What a broken case shows of its server: it ended the stream of a client because of a stanza, or it sent XML that RFC 6120 11
// forbids. One look accuses nobody: `looks.ts` lets stand what another look shows again.

import type { FailureOf } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { CheckResult } from '../model/result.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import type { XmlElement, XmlFault } from '../model/xml.ts';
import { breaksSchema } from '../stanza/breaks-schema.ts';
import { actorOf } from '../stanza/jid.ts';
import { findProblem } from '../wording/problems.ts';
import { Broken } from './broken.ts';
import { blamed, type CaseContext, rulebookOf } from './case-context.ts';
import { openReader } from './fresh-sessions.ts';
import { checkResult } from './judge/verdict.ts';
import { bytesOf } from './limits/broken-by-limit.ts';
import { ENDS_NO_STREAM, WELL_FORMED, XML_RULES } from './lint/rules.ts';
import { priorityNeed } from './needs.ts';
import { LEAST_BYTES, TRIES } from './numbers/numbers.ts';
import { proveEnd } from './prove-network.ts';
import { judgeArrivals, runStep } from './steps.ts';

/** What the checks of a case would be, if the server is at fault for what broke it. */
export interface Accusation {
  /** Equal in looks that show the same. */
  readonly key: string;
  /** The number of looks that must show it. */
  readonly looks: number;
  readonly checks: readonly CheckResult[];
}

/**
 * Why a case is broken, where that may be the end of a stream that stanzas of the case were sent on, by who has the stream. Many
 * cases share that of the component: a reason that names it must say that the last stanza on it was one of this case.
 */
const OF_STREAMS: Partial<Readonly<Record<Reason['kind'], 'client' | 'component'>>> = {
  'fence-lost': 'client',
  'not-sent': 'client',
  'roster-not-read': 'client',
  'component-lost': 'component',
};

/** Conditions by which a server may end a stream of a client that has done nothing wrong, or too much (RFC 6120 4.9.3). */
const LAWFUL: readonly string[] = [
  'conflict',
  'connection-timeout',
  'host-gone',
  'invalid-from',
  'policy-violation',
  'reset',
  'resource-constraint',
  'see-other-host',
  'system-shutdown',
  // With a condition of the server's own, which may be a policy (RFC 6120 4.9.3.21).
  'undefined-condition',
];

/** Conditions of a server that takes only what the schemas allow (RFC 6120 4.9.3.1, 4.9.3.11, 11.4; ruling R44). */
const OF_VALIDATION: readonly string[] = ['bad-format', 'invalid-xml'];

/** What the case would fail for; undefined: the server is not known to be at fault. Pings, and may log in. Never rejects. */
export async function accusationOf(context: CaseContext, reason: Reason | undefined): Promise<Accusation | undefined> {
  if (reason === undefined || !('cause' in reason && 'session' in reason)) return undefined;
  if (reason.kind === 'component-lost' && reason.isAlone !== true) return undefined;
  const fault = findProblem(reason.cause, 'ill-formed-xml');
  if (fault !== undefined) return ofXml(context, reason.session, fault);
  const actor = context.case.actors.find(({ name }) => name === actorOf(reason.session));
  if (OF_STREAMS[reason.kind] !== (actor?.isRemote ? 'component' : 'client')) return undefined;
  if (context.checks.some(({ verdict }) => verdict === 'failed')) return undefined;
  const end = endOf(reason.cause);
  if (end === undefined || context.env.cutOff.aborted) return undefined;
  try {
    return await ofEnd(context, { ...end, session: reason.session, isOfComponent: actor?.isRemote === true });
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

/** Checks that failed before may have failed because the stream was gone. */
function ofXml(
  context: CaseContext,
  session: string,
  { kind, fault, detail, excerpt }: Extract<Problem, { kind: 'ill-formed-xml' }>,
): Accusation {
  const rule = ruleOf(fault);
  const at = { place: context.case.place, session, proves: [rule] };
  const check = checkResult(at, { kind, fault, detail, excerpt }, rulebookOf(context));
  const held = context.checks.filter(({ failure }) => failure === undefined);
  return { key: rule, looks: 2, checks: [...held, ...blamed([check], context)] };
}

const ruleOf = (fault: XmlFault): string =>
  XML_RULES.find(({ faults }) => faults.includes(fault))?.requirement ?? WELL_FORMED;

/** How a server ended a stream. */
interface End {
  /** Of the stream error; absent: there was none. */
  readonly condition?: string | undefined;
  /** The server has closed the stream, not only the connection, which a network can end as well. */
  readonly isClosed: boolean;
}

/** The end of the stream of a session. */
interface EndOfSession extends End {
  readonly session: string;
  readonly isOfComponent: boolean;
}

function endOf(cause: Problem): End | undefined {
  const { condition } = findProblem(cause, 'stream-error') ?? {};
  if (condition !== undefined) return LAWFUL.includes(condition) ? undefined : { condition, isClosed: true };
  if (findProblem(cause, 'stream-closed-by-server') !== undefined) return { isClosed: true };
  const isCut = findProblem(cause, 'connection-closed-by-server') ?? findProblem(cause, 'connection-lost');
  return isCut && { isClosed: false };
}

/**
 * The stream lived with other stanzas, all others of the case go on, and the server knows of its end: then what was sent last is
 * the cause. Where that is one stanza, what it should have led to is missing (RFC 6121 8, RFC 6120 8.2.3). Else the end itself is
 * at fault (RFC 6120 8.3), which is said of the stream of a client: XEP-0114 demands nothing of that of a component.
 */
async function ofEnd(context: CaseContext, end: EndOfSession): Promise<Accusation | undefined> {
  const { session, condition, isClosed, isOfComponent } = end;
  const { case: aCase, left } = context;
  const sent = suspects(context, session);
  const [first] = sent;
  if (first === undefined || sent.some(({ stanza }) => stanza && mayBeRefused(stanza, end))) return undefined;
  await proveServer(context, end);
  const judged = await judgeRest(left, context, session);
  if (priorityNeed(context) !== undefined) return undefined;
  const after = sent.flatMap(({ stanza }) => stanza ?? []);
  const failure: FailureOf<'stream-ended'> = { kind: 'stream-ended', ended: session, condition, after };
  const demanded = sent.length > 1 ? [] : judged.flatMap((check) => demandedBy(check, failure));
  if (isOfComponent && demanded.length === 0) return undefined;
  const at = { place: (left[0] ?? aCase).place, session, proves: [ENDS_NO_STREAM] };
  const failed = demanded.length > 0 ? demanded : [checkResult(at, failure, rulebookOf(context))];
  const held = judged.filter((check) => check.failure === undefined);
  const rules = [...new Set(failed.flatMap(({ requirements }) => requirements))].sort();
  return {
    key: JSON.stringify([session, condition, nameOf(first, context), rules]),
    looks: isClosed ? 2 : TRIES,
    checks: [...context.checks, ...held, ...blamed(failed, context)],
  };
}

/** Whether a server may end the stream for the stanza: it may exceed a limit, or a server that validates finds it invalid. */
const mayBeRefused = (stanza: XmlElement, { condition = '' }: End): boolean =>
  bytesOf(stanza) > LEAST_BYTES || (OF_VALIDATION.includes(condition) && breaksSchema(stanza));

/**
 * What the session has sent since the last fence and nothing has answered, else what the others have. None where the session
 * has had no answer before: its stream may never have worked.
 */
function suspects({ sessions, judged }: CaseContext, session: string): readonly TranscriptEntry[] {
  const { entries } = sessions.transcript;
  const answered = new Set(entries.filter(isAnswer).map(({ stanza }) => stanza?.attrs['id']));
  const sent = entries
    .slice(judged)
    .filter(({ direction, kind }) => direction === 'sent' && kind === 'step')
    .filter(({ stanza }) => stanza?.name !== 'iq' || !answered.has(stanza.attrs['id']));
  const own = sent.filter((entry) => entry.session === session);
  const all = own.length > 0 ? own : sent;
  const [first] = all;
  const before = first === undefined ? [] : entries.slice(0, entries.indexOf(first));
  return before.some((entry) => entry.session === session && isAnswer(entry)) ? all : [];
}

/** Names a stanza alike in each look: `romeo/orchard message 2` is the second message of that session. */
function nameOf(entry: TranscriptEntry, { sessions: { transcript } }: CaseContext): string {
  const { session, stanza } = entry;
  const isAlike = (one: TranscriptEntry) =>
    one.direction === 'sent' && one.kind === 'step' && one.session === session && one.stanza?.name === stanza?.name;
  const at = transcript.entries.filter(isAlike).indexOf(entry);
  return `${session} ${stanza?.name} ${at + 1}`;
}

const isAnswer = ({ direction, stanza }: TranscriptEntry): boolean =>
  direction === 'received' && stanza?.name === 'iq' && ['result', 'error'].includes(stanza.attrs['type'] ?? '');

/** The server goes on, and knows that the stream has ended. Throws `Broken` where that is not shown. */
async function proveServer(context: CaseContext, { session, isClosed }: EndOfSession): Promise<void> {
  const { case: aCase, sessions } = context;
  const { jid } = sessions.session(session);
  const remote = aCase.actors
    .filter(({ isRemote }) => isRemote)
    .flatMap((actor) => actor.sessions.map(({ ref }) => ref));
  const gone = remote.includes(session) ? remote : [session];
  const others = sessions.openRefs.filter((ref) => !gone.includes(ref));
  sessions.loseEnded();
  // What ends several streams is no answer to a stanza.
  if (others.length > sessions.openRefs.length) throw new Broken({ kind: 'not-connected', session });
  const end = { ref: session, jid, hasSent: false };
  if (!isClosed) {
    // No session of the component can be asked for.
    if (remote.includes(session)) throw new Broken({ kind: 'not-connected', session });
    sessions.unprovenEnds.set(session, end);
    await proveEnd(end, context);
  } else if (sessions.openRefs.length === 0) {
    const user = aCase.actors.find(({ isRemote }) => !isRemote)?.name ?? '';
    await openReader(remote.includes(session) ? user : actorOf(session), sessions);
  }
}

/** Judges the expect step that is due, after the logins of others before it. No checks where none is due. */
async function judgeRest(left: readonly Step[], context: CaseContext, ended: string): Promise<readonly CheckResult[]> {
  const at = left.findIndex(({ kind }) => kind === 'expect');
  const [step, before] = [left[at], left.slice(0, Math.max(0, at))];
  const isDue = before.every((one) => one.kind === 'connect' && one.session !== ended);
  if (step?.kind !== 'expect' || !isDue) {
    await context.sessions.observe();
    return [];
  }
  for (const one of before) await runStep(one, context);
  return (await judgeArrivals(step, context)).checks;
}

/** The check of what the standard demanded and did not come; none where it held, or shows what may be due to the end of the stream. */
function demandedBy(check: CheckResult, ended: FailureOf<'stream-ended'>): readonly CheckResult[] {
  const { failure, requirements } = check;
  if (failure === undefined || requirements.length === 0) return [];
  if (failure.kind === 'missing' && !failure.isOutOfOrder)
    return [{ ...check, failure: { ...ended, expected: failure.expected } }];
  if (failure.kind !== 'violates' || failure.closest !== undefined) return [];
  const [, permitted] = failure.meanings ?? [];
  const { session = check.session, stanza } = permitted?.arrivals[0] ?? {};
  return [{ ...check, session, failure: { ...ended, expected: stanza } }];
}
