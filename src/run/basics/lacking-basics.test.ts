import { expect, test } from 'vitest';
import type { Basic } from '../../model/case.ts';
import type { Failure } from '../../model/failure.ts';
import type { Problem } from '../../model/problem.ts';
import type { Reason } from '../../model/reason.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { parseXml } from '../../stanza/xml.ts';
import { messageCase, place } from '../fake-session.test-kit.ts';
import { emptyResult } from '../look.ts';
import { lackingIn } from './lacking-basics.ts';

const roster = (type: string, item: string, id = 'r') =>
  parseXml(`<iq type="${type}" id="${id}"><query xmlns="jabber:iq:roster">${item}</query></iq>`);
const send = (item: string, id: string): Step => ({
  kind: 'send',
  place,
  from: 'juliet/balcony',
  stanza: roster('set', item, id),
});
const steps = [send('<item jid="a@b"/>', 'add'), send('<item jid="c@d" subscription="remove"/>', 'remove')];
const aCase = { ...messageCase({}), steps };

const failedBy = (...failures: readonly Failure[]): CaseResult => ({
  ...emptyResult(aCase, { outcome: 'failed', reason: { kind: 'late-stanzas', count: 0 }, began: 0 }),
  checks: failures.map((failure) => ({ place, session: 'juliet', requirements: ['must'], verdict: 'failed', failure })),
});
const brokenBy = (reason: Reason): CaseResult => emptyResult(aCase, { outcome: 'broken', reason, began: 0 });

const missing = { kind: 'missing', isOutOfOrder: false } as const;
const asked = '<item jid="a@b" ask="subscribe"/>';
const unasked = '<item jid="a@b" subscription="none"/>';
const push = roster('set', unasked);
const notFound = parseXml('<iq type="error" id="remove"><error><item-not-found/></error></iq>');
const state = { kind: 'state', user: 'juliet', contact: 'romeo', found: { name: 'None' }, states: ['To'] } as const;
const from = parseXml('<item jid="a@b" subscription="from"/>');

test.each<[string, Failure, Basic]>([
  ['a push', { ...missing, expected: roster('set', asked), closest: push }, 'ask'],
  ['a push of any contact', { ...missing, expected: roster('set', '<item ask="subscribe"/>'), closest: push }, 'ask'],
  ['an allowed push', { kind: 'unexpected', closest: push, allowed: [roster('set', asked)] }, 'ask'],
  ['a stored item', { kind: 'roster', item: 'differs', expected: parseXml(asked), closest: from }, 'ask'],
  ['a state', { ...state, differences: [{ kind: 'ask', seen: false }] }, 'ask'],
  ['no push at all', { ...missing, expected: roster('set', asked) }, 'roster-push'],
  ['another stanza', { ...missing, expected: push, closest: parseXml('<iq type="result" id="add"/>') }, 'roster-push'],
  ['no answer to a set', { ...missing, expected: parseXml('<iq type="result" id="add"/>') }, 'roster-set'],
  ['an item that was added', { kind: 'roster', item: 'missing' }, 'roster-set'],
  [
    'an item that was removed',
    { kind: 'roster', item: 'unexpected', closest: parseXml('<item jid="C@d"/>') },
    'roster-removal',
  ],
  ['a removal that is answered', { ...missing, expected: notFound, closest: push }, 'item-not-found'],
])('what is missing shows in %s', (_, failure, basic) => {
  expect(lackingIn(failedBy(failure))).toEqual([basic]);
});

test.each<[string, Failure]>([
  [
    'another subscription',
    { ...missing, expected: roster('set', asked), closest: roster('set', '<item jid="a@b" subscription="to"/>') },
  ],
  ['another contact', { ...missing, expected: roster('set', asked), closest: roster('set', '<item jid="x@y"/>') }],
  ['an item that was not removed', { kind: 'roster', item: 'unexpected', closest: from }],
  ['a push that nothing allows', { kind: 'unexpected', closest: push, allowed: [] }],
  ['a push that differs', { ...missing, expected: roster('set', '<item jid="a@b" name="A"/>'), closest: push }],
  [
    'an answer that differs',
    {
      ...missing,
      expected: parseXml('<iq type="result" id="add"/>'),
      closest: parseXml('<iq type="error" id="add"/>'),
    },
  ],
  ['an answer to something else', { ...missing, expected: parseXml('<iq type="result" id="x"/>') }],
  ['another state', { ...state, differences: [{ kind: 'subscription', seen: 'none', expected: 'to' }] }],
  ['a lost request', { ...state, differences: [{ kind: 'request', seen: false }] }],
  ['a message', { ...missing, expected: parseXml('<message/>') }],
])('nothing basic shows in %s', (_, failure) => {
  expect(lackingIn(failedBy(failure))).toEqual([]);
});

const noPush = { ...missing, expected: push } as const;
const leak = { kind: 'unexpected', closest: parseXml('<presence/>'), allowed: [] } as const;

/** A result with a missing push, which breaks `must`, and a leak, which breaks this. */
function withLeak(requirement: string): CaseResult {
  const { checks, ...result } = failedBy(noPush, leak);
  return { ...result, checks: checks.map((one, at) => (at === 0 ? one : { ...one, requirements: [requirement] })) };
}

test('a case that breaks another requirement, too, is judged by itself', () => {
  expect(lackingIn(withLeak('silence'))).toEqual([]);
});

test('a further failure of the same requirement adds nothing', () => {
  expect(lackingIn(withLeak('must'))).toEqual(['roster-push']);
});

const unusable = (cause: Problem): Problem => ({ kind: 'account-unusable', jid: 'a@b', cause });
const unreached = { kind: 'state-not-reached', state: 'To', user: 'juliet', subscription: 'none' } as const;

test.each<[Reason, readonly Basic[]]>([
  [{ ...unreached, differences: [{ kind: 'ask', seen: false }] }, ['ask']],
  [{ ...unreached, differences: [{ kind: 'ask', seen: true }] }, []],
  [{ ...unreached, differences: [{ kind: 'subscription', seen: 'none', expected: 'to' }] }, []],
  [{ kind: 'account-unclean', account: 'a@b', contact: 'c@d' }, ['roster-removal']],
  [{ kind: 'no-accounts', cause: unusable({ kind: 'roster-not-emptied', items: 1, tries: 3 }) }, ['roster-removal']],
  [{ kind: 'no-accounts', cause: unusable({ kind: 'no-answer', to: 'b', timeoutMs: 1 }) }, []],
  [{ kind: 'late-stanzas', count: 1 }, []],
])('what is missing shows in why a case is broken: %j', (reason, basics) => {
  expect(lackingIn(brokenBy(reason))).toEqual(basics);
});

test('what the peer of the server under test lacks is not missing on that server', () => {
  const [juliet] = aCase.actors;
  const romeo = { name: 'romeo', account: 'fresh', isRemote: false, isPeer: true, sessions: [] } as const;
  const actors = [...(juliet === undefined ? [] : [juliet]), romeo];
  const federated = { ...aCase, actors, topology: 'federated' as const };
  const at = (session: string): CaseResult => {
    const { checks, ...result } = failedBy(noPush);
    return { ...result, case: federated, checks: checks.map((check) => ({ ...check, session })) };
  };
  expect(lackingIn(at('juliet/balcony'))).toEqual(['roster-push']);
  expect(lackingIn(at('romeo/orchard'))).toEqual([]);
  const reason: Reason = { ...unreached, user: 'romeo', differences: [{ kind: 'ask', seen: false }] };
  expect(lackingIn({ ...brokenBy(reason), case: federated })).toEqual([]);
});
