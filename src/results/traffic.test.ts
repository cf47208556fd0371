import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { trafficIn } from './traffic.ts';

const seen = (session: string, xml: string, count = 1) => ({ session, stanza: parseXml(xml), count });

test('lists each kind of unexplained stanza once, with the first case and the number of all', () => {
  const { unexplainedTraffic } = trafficIn([
    { id: 'a', unexplained: [seen('juliet/x', '<message id="1"/>', 2), seen('juliet/x', '<presence/>')] },
    { id: 'b', unexplained: [seen('romeo/y', '<message id="2"/>'), seen('romeo/y', '<message type="chat"/>')] },
  ]);
  const lines = unexplainedTraffic.map(({ stanza, session, case: id, count }) => [stanza.name, session, id, count]);
  expect(lines).toEqual([
    ['message', 'juliet/x', 'a', 3],
    ['presence', 'juliet/x', 'a', 1],
    ['message', 'romeo/y', 'b', 1],
  ]);
});

test('adds up the traffic of modules', () => {
  const results = [
    { id: 'a', moduleTraffic: { pep: 2, disco: 1 } },
    { id: 'b' },
    { id: 'c', moduleTraffic: { pep: 1 } },
  ];
  expect(trafficIn(results).moduleTraffic).toEqual({ disco: 1, pep: 3 });
});
