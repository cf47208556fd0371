// All kinds of failures: a kind that lacks something does not compile.

import type { Language } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import type { Departure } from '../model/finding.ts';
import { bounded } from '../wording/sentence.ts';
import { differs } from './differs.ts';
import { features } from './features.ts';
import { illFormedXml } from './ill-formed-xml.ts';
import type { FailureKind } from './kind.ts';
import { missing } from './missing.ts';
import { passive } from './passive.ts';
import { roster } from './roster.ts';
import { state } from './state.ts';
import { streamEnded } from './stream-ended.ts';
import { unexpected } from './unexpected.ts';
import { violates } from './violates.ts';

/** Each kind by its tag. */
export const KINDS: { readonly [Kind in Failure['kind']]: FailureKind<Extract<Failure, { kind: Kind }>> } = {
  missing,
  unexpected,
  differs,
  violates,
  roster,
  state,
  features,
  passive,
  'stream-ended': streamEnded,
  'ill-formed-xml': illFormedXml,
};

/** The kind of a failure, which may be asked about this failure only. */
export const kindOf = ({ kind }: Failure): FailureKind => KINDS[kind] as unknown as FailureKind;

/** What the server did instead of what was asked. */
export const departureOf = (failure: Failure): Departure => kindOf(failure).departure(failure);

/** Why a check at `session` did not hold, in one sentence. Long texts in the failure are cut. */
export const failureText = (failure: Failure, session: string, lang: Language): string =>
  kindOf(failure).words[lang](bounded({ ...failure, session }));
