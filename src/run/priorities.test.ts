import { expect, test } from 'vitest';
import type { Case, SessionPlan } from '../model/case.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import { child, NS, parseXml } from '../stanza/xml.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { overriddenPriority } from './judge/priorities.ts';
import { lookAt } from './look.ts';

const JULIET = 'user1@fake.localhost';
const presence = (priority: number) => parseXml(`<presence><priority>${priority}</priority></presence>`);
const send = (xml: string, resource = 'balcony'): Step => ({
  ...{ kind: 'send', place, from: `juliet/${resource}`, stanza: parseXml(xml) },
});
const session = (resource: string, priority: number): SessionPlan => ({
  ...{ ref: `juliet/${resource}`, resource, roster: false, answers: true, atStart: true },
  presence: presence(priority),
});

/** juliet/balcony and juliet/chamber have these priorities, and a message to the account must reach the balcony. */
function toBalcony(priorities: readonly [number, number], changes: Partial<Case> = {}): Case {
  const sessions = [session('balcony', priorities[0]), session('chamber', priorities[1])];
  const expectation = messageCase({ sessions: [receives('juliet/balcony', ['<message/>'])] }).steps.slice(1);
  const steps = [...(changes.steps ?? []), send('<message to="${juliet}"/>', 'chamber'), ...expectation];
  return messageCase(
    {},
    { actors: [{ name: 'juliet', account: 'fresh', isRemote: false, sessions }], ...changes, steps },
  );
}

/** A server that makes another priority of each, shows it at these resources, and delivers messages to the chamber. */
function overriding(change: (given: number) => number, shownTo: (resource: string) => readonly string[]): Behaviour {
  return {
    onSend: (resource, stanza, all) => {
      if (stanza.name === 'message') all.get('chamber')?.deliver('<message/>');
      const given = child(stanza, 'priority', NS.client);
      if (stanza.name !== 'presence') return;
      const shown = change(given === undefined ? 0 : Number(given.children[0]));
      const echo = `<presence from="${JULIET}/${resource}"><priority>${shown}</priority></presence>`;
      for (const receiver of shownTo(resource)) all.get(receiver)?.deliver(echo);
    },
  };
}
const toItself = (resource: string) => [resource];
const toOthers = (resource: string) => ['balcony', 'chamber'].filter((other) => other !== resource);
const run = async (aCase: Case, behaviour: Behaviour) => {
  const { outcome, reason, checks } = (await lookAt(aCase, fakeEnvironment(behaviour))).result;
  return { outcome, reason, checks: checks.length };
};
const skipped = (given: number, shown: number) => ({
  ...{ outcome: 'skipped', checks: 0, reason: { kind: 'priority-overridden', given, shown } },
});

test.each([
  ['makes all priorities zero', () => 0, [0, -1], -1, 0],
  ['raises negative ones only', (given: number) => Math.max(given, 0), [5, -1], -1, 0],
  ['makes none of them higher than the others', () => 0, [5, 1], 5, 0],
  ['makes zero negative', (given: number) => given - 1, [0, -1], 0, -1],
] as const)('skips a case with messages on a server that %s', async (_, change, given, wanted, shown) => {
  const found = await run(toBalcony([...given]), overriding(change, toItself));
  expect(found).toEqual(skipped(wanted, shown));
});

test('reads the priority from what another resource of the user sees, where the session itself sees nothing', async () => {
  expect(
    await run(
      toBalcony([0, -1]),
      overriding(() => 0, toOthers),
    ),
  ).toEqual(skipped(-1, 0));
});

test.each([
  ['shows what it was given', (given: number) => given],
  ['changes no sign and no order', (given: number) => given * 10],
  ['turns the order of those that are not negative round', (given: number) => 127 - given],
])('judges a case with messages on a server that %s', async (_, change) => {
  expect((await run(toBalcony([5, 1]), overriding(change, toItself))).outcome).toBe('failed');
});

test('takes the given priority for the real one on a server that shows none', async () => {
  expect(
    (
      await run(
        toBalcony([0, -1]),
        overriding(
          () => 0,
          () => [],
        ),
      )
    ).outcome,
  ).toBe('failed');
});

test('skips a case whose step changes a priority, once the server shows another', async () => {
  const update = send('<presence><priority>-1</priority></presence>', 'chamber');
  const raise = (given: number) => Math.max(given, 0);
  expect(await run(toBalcony([5, 1], { steps: [update] }), overriding(raise, toItself))).toEqual(skipped(-1, 0));
});

test('the priority of a resource that becomes available after the message takes no part', async () => {
  const { steps } = toBalcony([5, 1]);
  const late = send('<presence><priority>3</priority></presence>', 'chamber');
  const aCase = { ...toBalcony([5, 1]), steps: [...steps.slice(0, 1), late, ...steps.slice(1)] };
  const change = (given: number) => (given === 3 ? 5 : given);
  expect((await run(aCase, overriding(change, toItself))).outcome).toBe('failed');
});

test('the priority of a resource that has gone takes no part', () => {
  const entry = (resource: string, more: Partial<TranscriptEntry>): TranscriptEntry => ({
    ...{ atMs: 0, session: `juliet/${resource}`, direction: 'note', kind: 'step' },
    ...more,
  });
  const joined = (resource: string, given: number, shown: number): readonly TranscriptEntry[] => [
    entry(resource, { note: { kind: 'connected', jid: `${JULIET}/${resource}` } }),
    entry(resource, { direction: 'sent', stanza: presence(given) }),
    entry(resource, {
      direction: 'received',
      stanza: { ...presence(shown), attrs: { from: `${JULIET}/${resource}` } },
    }),
  ];
  const gone = entry('hall', { note: { kind: 'ended', cause: { kind: 'stream-closed-by-client' } } });
  const found = (...between: readonly TranscriptEntry[]) =>
    overriddenPriority(toBalcony([7, 0]), [...joined('hall', 1, 1), ...between, ...joined('balcony', 7, 1)]);
  expect(found()).toEqual({ kind: 'priority-overridden', given: 7, shown: 1 });
  expect(found(gone)).toBeUndefined();
});

test('directed presence gives no priority to the session', async () => {
  const directed = send('<presence to="${domain}"><priority>-1</priority></presence>');
  const found = await run(toBalcony([5, 1], { steps: [directed] }), { onSend: () => undefined });
  expect(found.outcome).toBe('failed');
});

test('judges a case without messages, and one about the override itself, on any priorities', async () => {
  const silent = {
    ...toBalcony([0, -1]),
    steps: messageCase({ sessions: [receives('juliet/balcony', [])] }).steps.slice(1),
  };
  expect(
    (
      await run(
        silent,
        overriding(
          () => 0,
          () => [],
        ),
      )
    ).outcome,
  ).toBe('passed');
  const about = toBalcony([0, -1], { requirements: ['rfc6121-4.7.2.3-g'] });
  expect(
    (
      await run(
        about,
        overriding(() => 0, toItself),
      )
    ).outcome,
  ).toBe('failed');
});
