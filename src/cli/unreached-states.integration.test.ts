// Where a server does not reach a state that cases begin in, the case for the cell that leads into it accuses the server, and the
// others are skipped and name that case: none is broken.

import { expect, test } from 'vitest';
import type { Fault } from '../reference/fault.ts';
import { onRoute, toClient } from '../reference/mutants/kit/mutant.ts';
import { drop, isPresence } from '../reference/mutants/kit/rewrites.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { isRequestAtLogin } from '../reference/mutants/subscription/subscription-stanzas.ts';
import { reportersOf } from '../run/basics/missing-basics.ts';
import { playable } from '../scenario/select.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { startMutant } from './mutant-trial.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

const all = playable(shippedCases.all, false);
const cases = all.filter(({ section }) => /^(2\.5\.2|3\.1\.5|3\.2\.3|A\.[23])/.test(section));
const options = {
  requirements: loadRequirements(),
  reporters: reportersOf(all),
  timeoutMs: 5000,
  signal: new AbortController().signal,
};

const hidden = () =>
  allMutants()
    .find(({ id }) => id === 'rfc6121-A.1-a/item-hidden')
    ?.fault() ?? {};
const both = (id: string): readonly string[] => [`${id}]`, `${id},remote]`];

test.each<[string, () => Fault, readonly string[]]>([
  ['hides the item of a contact with a pending request', hidden, both('A.3.1/state-after[none+pending-out')],
  [
    'never delivers a request again',
    () => toClient(isRequestAtLogin, drop),
    ['none', 'none+pending-out', 'to'].flatMap((row) => both(`A.3.1/state-after[${row}`)),
  ],
  [
    'takes no approval',
    () => onRoute((stanza) => isPresence(stanza, 'subscribed'), drop),
    both('A.3.3/state-after[none+pending-out'),
  ],
])('no case is broken on a server that %s', async (_, fault, reporters) => {
  const server = await startMutant(fault(), options);
  const { results } = await server.run(cases, 16).finally(() => server.close());
  const broken = results.filter(({ outcome }) => outcome === 'broken');
  const named = results.flatMap(({ reason }) => (reason?.kind === 'basic-missing' ? [reason.reportedBy] : []));
  const accused = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned');
  const ids = reporters.map((id) => `rfc6121/${id}`);
  expect(broken.map(({ case: { id }, reason }) => [id, reason])).toEqual([]);
  expect([...new Set(named)].sort()).toEqual(ids.sort());
  expect(accused.map((one) => one.case.id)).toEqual(expect.arrayContaining(ids));
});
