// RFC 6120 8.2.3 and 8.4: what the small client answers to requests.

import type { XmlElement } from '../../model/xml.ts';
import { element, NS } from '../../stanza/xml.ts';
import { applyPush, isPush } from './own-roster.ts';
import { isOwn, type Own, payloadOf } from './own-state.ts';

const FEATURES = [NS.ping, NS.version, NS.discoInfo];

/** The answer to a request, or to an IQ of no known type. */
export function answerIq(client: Own, iq: XmlElement): XmlElement {
  const { type, id } = iq.attrs;
  const payload = payloadOf(iq);
  if (id === undefined || payload === undefined || (type !== 'get' && type !== 'set'))
    return errorFor(iq, 'bad-request', 'modify');
  if (type === 'set') return answerSet(client, iq);
  const info = ANSWERS[`${payload.ns} ${payload.name}`];
  return info === undefined ? errorFor(iq, 'service-unavailable', 'cancel') : resultFor(iq, info());
}

function answerSet(client: Own, iq: XmlElement): XmlElement {
  if (!isPush(iq) || !isOwn(client, iq.attrs['from'])) return errorFor(iq, 'service-unavailable', 'cancel');
  return applyPush(client, iq) ? resultFor(iq, []) : errorFor(iq, 'bad-request', 'modify');
}

const ANSWERS: Readonly<Record<string, () => readonly XmlElement[]>> = {
  [`${NS.ping} ping`]: () => [],
  [`${NS.version} query`]: () => [
    element('query', NS.version, {}, [
      element('name', NS.version, {}, ['xmppspec client']),
      element('version', NS.version, {}, ['1']),
    ]),
  ],
  [`${NS.discoInfo} query`]: () => [
    element('query', NS.discoInfo, {}, [
      element('identity', NS.discoInfo, { category: 'client', type: 'console' }),
      ...FEATURES.map((name) => element('feature', NS.discoInfo, { var: name })),
    ]),
  ],
};

const answerTo = ({ attrs: { id, from } }: XmlElement): Readonly<Record<string, string>> => ({
  ...(id !== undefined && { id }),
  ...(from !== undefined && { to: from }),
});

const resultFor = (iq: XmlElement, payload: readonly XmlElement[]): XmlElement =>
  element('iq', NS.client, { type: 'result', ...answerTo(iq) }, payload);

/** The error that answers a stanza of any kind. */
export function errorFor(stanza: XmlElement, condition: string, type: string): XmlElement {
  const error = element('error', NS.client, { type }, [element(condition, NS.stanzas)]);
  return element(stanza.name, NS.client, { type: 'error', ...answerTo(stanza) }, [error]);
}
