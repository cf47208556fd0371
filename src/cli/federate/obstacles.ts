// What keeps a pair from being tested, from what the doctor found.

import type { CheckPart, ReportedCheck } from '../../doctor/reported-check.ts';
import { checkName, observationParts } from '../../doctor/words.ts';
import type { BothLanguages } from '../../model/standard.ts';
import type { Obstacle, ObstaclePlace } from '../../results/pair-run.ts';

const PLACES = { peer: 'peer', 'to peer': 'there', 'from peer': 'back' } satisfies Record<CheckPart, ObstaclePlace>;

/**
 * Every failed check. Where a way between two servers fails, what is amiss on it comes first: look-up, port, TLS,
 * certificate, dialback.
 */
export function obstaclesIn(reported: readonly ReportedCheck[]): readonly Obstacle[] {
  const hasFailed = (part: CheckPart | undefined) => reported.some((f) => f.part === part && f.status === 'failed');
  const isHint = ({ part, status }: ReportedCheck) =>
    status === 'missing' && part !== undefined && part !== 'peer' && hasFailed(part);
  return reported
    .filter((check) => check.status === 'failed' || isHint(check))
    .map(({ part, name, seen }) => {
      const { en, zh } = { en: observationParts(seen, 'en'), zh: observationParts(seen, 'zh') };
      return {
        place: part === undefined ? 'server' : PLACES[part],
        check: { en: checkName(name, 'en'), zh: checkName(name, 'zh') },
        text: { en: en.what, zh: zh.what },
        remedy: remedyOf(en.remedy, zh.remedy),
      };
    });
}

const remedyOf = (en: string | undefined, zh: string | undefined): BothLanguages | undefined =>
  en === undefined || zh === undefined ? undefined : { en, zh };
