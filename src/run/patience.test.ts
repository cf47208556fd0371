import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { Known } from './facts.ts';
import { type Behaviour, fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const wanted = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });

/** Delivers to the chamber once the fence after the message has ended: in the wait for what is missing. */
const afterFence = (...stanzas: readonly string[]): Behaviour => ({
  onSend: (_, { attrs }, all) => {
    const deliver = (xml: string) => all.get('chamber')?.deliver(xml.replace('id="m"', `id="${attrs['id']}"`));
    setTimeout(() => stanzas.forEach(deliver), 1);
  },
});

/** Plays a second look at a case. */
async function secondLook(aCase: typeof wanted, behaviour: Behaviour) {
  const known = new Known();
  const target = { name: 'fake', ambient: [parseXml('<message type="headline"/>')], limits: {}, special: {} };
  const env = fakeEnvironment(behaviour, { known, timeoutMs: 1000, target });
  return { ...(await lookAt(aCase, env, { isPatient: true })), known };
}

/** Plays a second look at a case, and says what it has learned of the order. */
async function look(aCase: typeof wanted, ...stanzas: readonly string[]) {
  const { result, lagMs, known } = await secondLook(aCase, afterFence(...stanzas));
  return {
    outcome: result.outcome,
    isLate: lagMs > 0,
    isRelaxed: known.facts.lagsMs.length > 0,
    settleMs: known.facts.settleMs,
  };
}

const FAILED = { outcome: 'failed', isLate: false, isRelaxed: false, settleMs: 0 };

test.each([
  ['the question of a module', '<iq type="get" id="q" from="fake.localhost"><query xmlns="jabber:iq:version"/></iq>'],
  ['what the target lists as its own', '<message type="headline"/>'],
  ['what no rule explains', '<message from="fake.localhost" id="x"><x xmlns="urn:x"/></message>'],
  ['one more of something that has come', '<message from="user1@fake.localhost/other" id="x"/>'],
])('%s is not what was missing: it shows no lag, and the failure stands', async (_, xml) => {
  expect(await look(wanted, xml)).toEqual(FAILED);
  expect(await look(wanted, xml, xml, xml)).toEqual(FAILED);
});

test('what was missing shows how late it came, also beside what was not', async () => {
  const late = { outcome: 'passed', isLate: true, isRelaxed: true, settleMs: expect.any(Number) };
  expect(await look(wanted, '<message id="m"/>')).toEqual(late);
  expect(await look(wanted, '<message type="headline"/>', '<message id="m"/>')).toEqual(late);
});

test('what differs in its id does not end the wait: the stanza itself may still come', async () => {
  const behaviour: Behaviour = {
    onSend: (_, { attrs: { id } }, all) => {
      const deliver = (xml: string) => all.get('chamber')?.deliver(xml);
      const later = (turns: number): void => {
        if (turns === 0) deliver(`<message id="${id}"/>`);
        else setTimeout(() => later(turns - 1), 1);
      };
      setTimeout(() => {
        deliver('<message id="x"/>');
        later(4);
      }, 1);
    },
  };
  const { result } = await secondLook(wanted, behaviour);
  expect(result.checks.map(({ failure }) => failure?.kind)).toEqual([undefined, 'unexpected']);
});

test('a part of what is missing shows how late it came, and the rest is still missing', async () => {
  const both = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>', '<presence/>'])] });
  expect(await look(both, '<message id="m"/>')).toMatchObject({ outcome: 'failed', isLate: true, isRelaxed: true });
});

const alternative = (name: string, patterns: readonly string[], violates: readonly string[] = []) => ({
  ...{ name, violates, place: wanted.place },
  sessions: [receives('juliet/chamber', patterns)],
});
const silent = messageCase({
  alternatives: [alternative('silent', [], ['must']), alternative('answered', ['<message id="m"/>'])],
});

test('where silence breaks a rule, only the answer ends it', async () => {
  const question = '<iq type="get" id="q" from="fake.localhost"><query xmlns="jabber:iq:version"/></iq>';
  expect(await look(silent, question)).toEqual(FAILED);
  expect(await look(silent, '<presence from="fake.localhost"/>')).toEqual(FAILED);
  expect(await look(silent, '<message id="m"/>')).toMatchObject({ outcome: 'passed', isLate: true });
});
