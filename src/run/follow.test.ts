import { expect, test } from 'vitest';
import type { RunEvent } from '../model/event.ts';
import { fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });

async function followed(follows: boolean) {
  const events: RunEvent[] = [];
  const env = fakeEnvironment({}, { follows, emit: (event) => events.push(event) });
  const { result } = await lookAt(aCase, env);
  return { result, stanzas: events.filter((event) => event.type === 'stanza') };
}

test('each stanza is an event as it flows, with the names to read it by', async () => {
  const { result, stanzas } = await followed(true);
  expect(stanzas.map(({ entry }) => entry)).toEqual(result.transcript.entries);
  expect(stanzas.length).toBeGreaterThan(0);
  expect(stanzas.at(-1)).toMatchObject({ case: { id: aCase.id }, jids: result.jids });
});

test('emits no stanza events unless asked to', async () => {
  expect((await followed(false)).stanzas).toEqual([]);
});
