// What keeps a pair from being tested, from what the doctor found.

import type { Finding, FindingPart } from '../../doctor/finding.ts';
import { checkName, observationParts } from '../../doctor/words.ts';
import type { Language } from '../../model/event.ts';
import type { Obstacle, ObstaclePlace } from '../../results/federation.ts';

const PLACES = { peer: 'peer', 'to peer': 'there', 'from peer': 'back' } satisfies Record<FindingPart, ObstaclePlace>;

/**
 * Every failed check. Where a way between two servers fails, what is amiss on it comes first: look-up, port, TLS,
 * certificate, dialback.
 */
export function obstaclesIn(findings: readonly Finding[], lang: Language): readonly Obstacle[] {
  const hasFailed = (part: FindingPart | undefined) => findings.some((f) => f.part === part && f.status === 'failed');
  const isHint = ({ part, status }: Finding) =>
    status === 'missing' && part !== undefined && part !== 'peer' && hasFailed(part);
  return findings
    .filter((finding) => finding.status === 'failed' || isHint(finding))
    .map(({ part, name, seen }) => {
      const { what, remedy } = observationParts(seen, lang);
      return { place: part === undefined ? 'server' : PLACES[part], check: checkName(name, lang), text: what, remedy };
    });
}
