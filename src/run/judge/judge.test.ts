import { expect, test } from 'vitest';
import type { Alternative, ExpectStep, SessionExpectation } from '../../model/step.ts';
import { parseXml } from '../../stanza/xml.ts';
import { place, receives, threeRequirements } from '../fake-session.test-kit.ts';
import { judge } from './judge.ts';

const BALCONY = 'juliet/balcony';
const context = {
  bindings: { fixed: new Map([['domain', 'a.test']]), captures: new Map() },
  ambient: [],
  requirements: threeRequirements,
  sent: () => [],
};
const at = (xml: readonly string[], rule: string): SessionExpectation => ({
  ...receives(BALCONY, xml, rule),
  proves: [],
});
const silent = (...proves: readonly string[]): SessionExpectation => ({ ...at([], 'rule'), proves });
const other = (name: string, session: SessionExpectation, violates: readonly string[] = []): Alternative => ({
  name,
  sessions: [session],
  violates,
  place,
});

/** Judges stanzas that all arrived at the balcony. */
function judged(step: Partial<ExpectStep>, ...stanzas: readonly string[]) {
  const whole = { kind: 'expect', sessions: [], alternatives: [], proves: [], place, ...step } as const;
  const arrivals = new Map([[BALCONY, stanzas.map((xml) => parseXml(xml))]]);
  const { checks, unexplained, setAside, observed, holding } = judge(whole, arrivals, context);
  const failures = checks.flatMap(({ failure, requirements }) => (failure ? [{ failure, requirements }] : []));
  const failed = failures.map(({ failure, requirements }) => [failure.kind, ...requirements]);
  return { failed, failures, unexplained: unexplained.length, setAside: setAside.length, observed, holding };
}

test('charges an unexpected stanza to the rule of silence that its session cites', () => {
  const step = { sessions: [silent('quiet')], proves: ['all-quiet'] };
  expect(judged(step, '<message/>')).toMatchObject({ failed: [['unexpected', 'quiet']], unexplained: 0 });
});

test('charges it to the rule that the step cites, where its session cites none', () => {
  expect(judged({ proves: ['all-quiet'] }, '<message/>').failed).toEqual([['unexpected', 'all-quiet']]);
});

test('accuses no rule where none forbids the stanza', () => {
  const step = { sessions: [at(['<iq id="a"/>'], 'rule')] };
  expect(judged(step, '<iq id="a"/>', '<message/>')).toMatchObject({ failed: [], unexplained: 1 });
});

test('calls a second copy of an allowed stanza a repetition, and charges it to the rule of the first', () => {
  const { failed, failures } = judged({ sessions: [at(['<message/>'], 'rule')] }, '<message/>', '<message/>');
  expect(failed).toEqual([['unexpected', 'rule']]);
  expect(failures[0]?.failure).toMatchObject({ isRepeated: true });
});

const REFUSAL = '<iq type="error" id="a"><error type="auth"/></iq>';
const refusedOrSilent = { alternatives: [other('silent', silent()), other('refused', at([REFUSAL], 'refusal'))] };

test('an alternative holds in spite of a stanza that nothing explains', () => {
  const stray = '<message from="romeo@a.test/x" type="normal"/>';
  expect(judged(refusedOrSilent, stray)).toMatchObject({ failed: [], observed: 'silent', unexplained: 1 });
  expect(judged(refusedOrSilent, stray, REFUSAL)).toMatchObject({ failed: [], observed: 'refused', unexplained: 1 });
});

test('silence does not hold where a stanza resembles that of another alternative', () => {
  const wrong = '<iq type="error" id="a"><error type="cancel"/></iq>';
  expect(judged(refusedOrSilent, wrong).failed).toEqual([['unexpected', 'refusal']]);
});

test('charges what resembles a forbidden alternative to the rules that it violates', () => {
  const leak = at(['<message id="a"><body>x</body></message>'], 'delivery');
  const alternatives = [other('silent', silent()), other('leaked', leak, ['leak'])];
  expect(judged({ alternatives }, '<message id="a"/>').failed).toEqual([['unexpected', 'leak']]);
});

test('what an outcome that violates a rule would have sent, and what is missing of it, accuses nobody', () => {
  const may = ['a', 'b'].map((id) => parseXml(`<iq type="set" id="${id}"/>`));
  const routed = { ...at(['<presence type="subscribed"/>'], 'not-routed'), may, proves: ['no-leak'] };
  const step = {
    alternatives: [other('dropped', silent('no-leak')), other('routed', routed, ['not-routed'])],
    proves: ['no-leak'],
  };
  const { failed } = judged(step, '<iq type="set" id="a"/>', '<iq type="set" id="b"/>');
  expect(failed).toEqual([
    ['unexpected', 'no-leak'],
    ['unexpected', 'no-leak'],
  ]);
});

test('what arrives beside a silence that is not permitted is no evidence of it', () => {
  const alternatives = [other('refused', at([REFUSAL], 'refusal')), other('silent', silent(), ['must-refuse'])];
  const { failures, observed } = judged(
    { alternatives },
    '<iq type="get" id="v"><query xmlns="jabber:iq:version"/></iq>',
  );
  expect([observed, failures[0]?.failure.kind, failures[0]?.failure.closest]).toEqual([
    'silent',
    'violates',
    undefined,
  ]);
});

test('where neither an answer nor silence holds, what came is named, unless it is nearly the answer', () => {
  const refused = at(['<presence type="error" id="a"/>'], 'refusal');
  const alternatives = [other('refused', refused), other('silent', silent('quiet'))];
  expect(judged({ alternatives }, '<presence from="romeo@a.test/x"/>').failed).toEqual([['unexpected', 'quiet']]);
  expect(judged({ alternatives }, '<presence type="error"><x xmlns="x"/></presence>').failed).not.toEqual([]);
});

test('a stanza out of order comes with the order that the step asks for', () => {
  const step = { sessions: [{ ...at(['<iq id="a"/>', '<message/>'], 'rule'), inOrder: true }] };
  const { failures } = judged(step, '<message/>', '<iq id="a"/>');
  expect(failures[0]?.failure).toMatchObject({ isOutOfOrder: true, order: [{ name: 'iq' }, { name: 'message' }] });
});

test('a forbidden outcome comes with what it consists of, and with what each permitted one does', () => {
  const alternatives = [other('silent', silent()), other('leaked', at(['<message/>'], 'rule'), ['leak'])];
  const { failures } = judged({ alternatives }, '<message/>');
  expect(failures[0]?.failure).toMatchObject({
    meanings: [
      { name: 'leaked', arrivals: [{ session: BALCONY, stanza: { name: 'message' } }] },
      { name: 'silent', arrivals: [] },
    ],
  });
});

test('an unexpected stanza beside one that only departs from a rule comes with that rule, and with what is permitted', () => {
  const delivered = { ...silent('quiet'), may: [parseXml('<message/>')] };
  const alternatives = [other('ignored', silent('quiet')), other('delivered', delivered, ['advice'])];
  const { failures } = judged({ alternatives }, '<message/>', '<iq type="set" id="a"/>');
  expect(failures.map(({ failure }) => failure)).toMatchObject([
    {
      kind: 'unexpected',
      closest: { name: 'iq' },
      departing: { outcome: 'delivered', violates: ['advice'], permitted: [{ name: 'ignored', arrivals: [] }] },
    },
  ]);
});

const WELCOME = '<message from="a.test"><body>Welcome.</body></message>';

test('sets aside what a module sends, also where a rule of silence is cited', () => {
  expect(judged({ proves: ['quiet'] }, WELCOME)).toMatchObject({ failed: [], setAside: 1, unexplained: 0 });
});

test('a stanza that the step expects is no traffic of a module', () => {
  const step = { sessions: [at([WELCOME], 'rule')] };
  expect(judged(step, WELCOME, WELCOME)).toMatchObject({ failed: [['unexpected', 'rule']], setAside: 0 });
});

const ADDED = '<iq type="result" id="a"/>';
const refusedOrStored = {
  alternatives: [other('refused', at([REFUSAL], 'may')), other('stored', at([ADDED], 'must'))],
};

test('records an outcome that takes an option', () => {
  expect(judged(refusedOrStored, REFUSAL)).toMatchObject({ failed: [], observed: 'refused' });
});

test('where no outcome holds, reports what binds a server that takes no option', () => {
  const neither = '<iq type="error" id="a"><error type="cancel"/></iq>';
  expect(judged(refusedOrStored, neither).failed).toEqual([['missing', 'must']]);
});

test('a check that does not hold breaks no MAY that it cites', () => {
  const check = at(['<iq id="a"/>'], 'may');
  const both = { ...check, receives: check.receives.map((one) => ({ ...one, proves: ['may', 'should'] })) };
  expect(judged({ sessions: [both] }, '<message/>').failed).toEqual([['missing', 'should']]);
});

test('charges nothing to a rule of silence that is a MAY', () => {
  const alternatives = [other('quiet', silent('may')), other('refused', at([REFUSAL], 'may'))];
  expect(judged({ alternatives }, '<message/>')).toMatchObject({ failed: [], observed: 'quiet', unexplained: 1 });
});

test('charges what no option allows to the rule of silence of the step', () => {
  const step = { alternatives: [other('quiet', silent('may'))], proves: ['must'] };
  expect(judged(step, '<message/>').failed).toEqual([['unexpected', 'must']]);
});

test('traffic of the modules of a second server is set aside, and of a remote domain that has none it is not', () => {
  const question = parseXml('<iq type="get" from="b.test"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>');
  const bindings = { ...context.bindings, fixed: new Map([...context.bindings.fixed, ['remote', 'b.test']]) };
  const step = { kind: 'expect', sessions: [silent('quiet')], alternatives: [], proves: [], place } as const;
  const setAsideWhere = (isFederated: boolean) =>
    judge(step, new Map([[BALCONY, [question]]]), { ...context, bindings, isFederated }).setAside.length;
  expect([setAsideWhere(true), setAsideWhere(false)]).toEqual([1, 0]);
});

test('of alternatives that hold, those that violate a rule are no longer possible where a permitted one holds in every part', () => {
  const may = (name: string, violates: readonly string[]) => {
    const session = { ...silent(), may: [parseXml(WELCOME)] };
    return other(name, session, violates);
  };
  const alternatives = [may('violating', ['rule']), may('first', []), may('second', [])];
  expect(judged({ alternatives }, WELCOME).holding).toEqual(['first', 'second']);
  expect(judged({ alternatives: alternatives.slice(0, 1) }, WELCOME).holding).toEqual(['violating']);
});
