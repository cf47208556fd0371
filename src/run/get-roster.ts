import type { Session, TrafficKind } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';
import type { Wait } from './broken.ts';
import { Broken } from './broken.ts';

interface RosterGet {
  /** The name of the session. */
  readonly ref: string;
  readonly id: string;
  readonly kind: TrafficKind;
  readonly wait: Wait;
}

/** Gets the roster (RFC 6121 2.1.3) and resolves with its items. Rejects with `Broken`; an error answer makes the case broken. */
export async function getRoster(session: Session, { ref, id, kind, wait }: RosterGet): Promise<readonly XmlElement[]> {
  const iq = element('iq', NS.client, { type: 'get', id }, [element('query', NS.roster)]);
  const waiting = { failure: 'roster-not-read', session: ref, kind: 'roster-result' } as const;
  const answer = await wait(waiting, (timeoutMs) => session.request(iq, kind, timeoutMs));
  if (answer.attrs['type'] !== 'result') throw new Broken({ kind: 'roster-get-refused', session: ref });
  const result = child(answer, 'query', NS.roster);
  return result === undefined ? [] : elements(result);
}
