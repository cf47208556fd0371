import { expect, test } from 'vitest';
import type { Actor } from '../model/case.ts';
import type { StateRecipe } from '../model/standard.ts';
import type { Step } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import { fakeConnect, fakeEnvironment, messageCase, place } from './fake-session.test-kit.ts';
import { runCase } from './run-case.ts';

const none: StateRecipe = {
  name: 'None',
  subscription: 'none',
  mirror: 'None',
  ask: false,
  pendingIn: false,
  moves: [],
};
const pending: StateRecipe = { ...none, name: 'None + Pending In', pendingIn: true };
const states = new Map([none, pending].map((recipe) => [recipe.name, recipe]));

const actor = (name: string, isInterested: boolean): Actor => {
  const plan = { ref: `${name}/balcony`, resource: name, roster: isInterested, answers: true, atStart: true };
  return { name, account: 'fresh', isRemote: false, sessions: [plan] };
};

/** Reads juliet's state towards romeo after these stanzas of romeo: the case, and which fresh sessions of juliet it had. */
async function stateAfter(sent: readonly string[], { isInterested = true } = {}) {
  const sends = sent.map((xml): Step => ({ kind: 'send', place, from: 'romeo/balcony', stanza: parseXml(xml) }));
  const read: Step = { kind: 'state', place, user: 'juliet', contact: 'romeo', states: ['None'], proves: ['must'] };
  const actors = [actor('juliet', isInterested), actor('romeo', true)];
  const behaviour: Parameters<typeof fakeEnvironment>[0] = {
    // Initial presence of a fresh session brings the request.
    onSend: (resource, { name, attrs }, all) => {
      if (resource.startsWith('reader') && name === 'presence' && attrs['type'] === undefined)
        all.get(resource)?.deliver('<presence from="user2@fake.localhost" type="subscribe"/>');
    },
  };
  const fake = fakeConnect(behaviour);
  const resources: string[] = [];
  const connect: typeof fake = (options) => {
    resources.push(options.resource);
    return fake(options);
  };
  const env = fakeEnvironment({}, { states, connect });
  const { result } = await runCase(messageCase({}, { actors, steps: [...sends, read] }), env);
  const isFresh = resources.some((resource) => resource.startsWith('reader'));
  const sentByFresh = result.transcript.entries.filter(({ session }) => session.startsWith('juliet/reader'));
  const hasPresence = sentByFresh.some(({ stanza }) => stanza?.name === 'presence');
  return { outcome: result.outcome, isFresh, hasPresence };
}

test('a state is read by an interested session where the contact has sent no request', async () => {
  const seen = await stateAfter(['<presence to="${juliet}" type="subscribed"/>', '<message to="${juliet}"/>']);
  expect(seen).toEqual({ outcome: 'passed', isFresh: false, hasPresence: false });
});

test('a user without an interested session gets the roster by a fresh one, which sends no presence', async () => {
  const seen = await stateAfter([], { isInterested: false });
  expect(seen).toEqual({ outcome: 'passed', isFresh: true, hasPresence: false });
});

test.each(['${juliet}', '${juliet/balcony}'])(
  'a request to %s may be pending, and shows at a fresh session',
  async (to) => {
    const seen = await stateAfter([`<presence to="${to}" type="subscribe"/>`]);
    expect(seen).toEqual({ outcome: 'failed', isFresh: true, hasPresence: true });
  },
);
