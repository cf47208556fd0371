import { expect, test } from 'vitest';
import type { CaseResult } from '../model/result.ts';
import type { Alternative, ExpectStep, Step } from '../model/step.ts';
import { messageCase, place } from '../run/fake-session.test-kit.ts';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { scenarioOf } from './write-scenario.ts';

const session = 'juliet/balcony';

const outcome = (name: string, ver: string): Alternative => {
  const pattern = element('iq', NS.client, {}, [element('query', NS.roster, { ver })]);
  const receives = [{ pattern, proves: ['must'], further: [], place }];
  return { name, violates: [], place, sessions: [{ session, receives, may: [], inOrder: false, proves: [], place }] };
};
const get = (ver: string): Step => ({
  ...{ kind: 'send', place, from: session },
  stanza: parseXml(`<iq type="get" id="get"><query xmlns="jabber:iq:roster" ver="${ver}"/></iq>`),
});
const shows = (...alternatives: readonly Alternative[]): ExpectStep => ({
  ...{ kind: 'expect', place, sessions: [], proves: [] },
  alternatives,
});
const written = (...steps: readonly Step[]) =>
  scenarioOf({ case: messageCase({}, { steps }), observed: [] } as unknown as CaseResult);

test('where a server shows nothing of what later steps use, the case of a play ends', () => {
  const shown = shows(outcome('shown', '${capture:v1}'), outcome('unmarked', '${absent}'));
  expect(written(get(''), shown, get('${v1}'), shows()).split('ends: true')).toHaveLength(2);
  expect(written(get(''), shown, get(''), shows())).not.toContain('ends');
});
