// A case during which the server ended the stream of the component. All cases with remote contacts share that stream, so that the
// end accuses none of them. Others may have the account of an earlier case, and hear that its remote contacts are gone.

import type { Actor } from '../../model/case.ts';
import type { BrokenReason } from '../../model/reason.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { CaseTranscript } from '../../model/session.ts';
import type { RemoteDomain } from '../../model/target.ts';
import { serialize } from '../../stanza/serialize.ts';
import { cut, MAX_VALUE } from '../../wording/escape-controls.ts';

/** What is looked at of a case. */
interface Played {
  readonly case: { readonly actors: readonly Actor[] };
  readonly env: { readonly remote: Pick<RemoteDomain, 'domain' | 'losses'> | undefined };
  readonly lossesBefore: number;
  readonly checks: readonly CheckResult[];
  readonly sessions: { readonly transcript: Pick<CaseTranscript, 'entries'> };
}

/**
 * Why a case is broken that did not pass, and during which the component lost its stream; undefined: it has kept it. `hasEnded`: its
 * checks do not decide it. `isAlone`: no other case used the stream.
 */
export function componentLoss(
  { case: { actors }, env: { remote }, lossesBefore, checks, sessions: { transcript } }: Played,
  hasEnded: boolean,
  isAlone: boolean,
): BrokenReason | undefined {
  // Where every check held, the fences show that nothing was lost before.
  const isSound = !hasEnded && checks.every(({ verdict }) => verdict === 'passed');
  if (isSound) return undefined;
  const cause = remote?.losses[lossesBefore];
  if (cause === undefined) return undefined;
  const refs = actors.filter(({ isRemote }) => isRemote).flatMap(({ sessions }) => sessions.map(({ ref }) => ref));
  const last = transcript.entries.findLast(
    ({ session, direction, kind }) => refs.includes(session) && direction === 'sent' && kind === 'step',
  );
  return {
    kind: 'component-lost',
    session: last?.session ?? refs[0] ?? `${remote?.domain}`,
    cause,
    ...(last?.stanza !== undefined && { after: cut(serialize(last.stanza), MAX_VALUE) }),
    ...(isAlone && { isAlone }),
  };
}

/** The component lost its stream during the latest look: the next one must not share it with other cases. */
export const hasLostComponent = (looks: readonly { readonly result: CaseResult }[]): boolean =>
  looks.at(-1)?.result.reason?.kind === 'component-lost';
