import { expect, test } from 'vitest';
import { shippedCases } from '../cli/shipped-cases.test-kit.ts';
import { makeCase } from '../report/report.test-kit.ts';
import { addDisputes, disputedCases, passageUrl } from './rulings.ts';
import { rulingsPage } from './rulings-page.test-kit.ts';

const { all: cases, rulings, requirements } = shippedCases;
const every = [...rulings.values()];

/** Rulings that turned out to be no conflict. Their ids are not used again. */
const WITHDRAWN = ['R14'];

test('numbers the rulings from R1, without those that are withdrawn', () => {
  const numbers = Array.from({ length: every.length + WITHDRAWN.length }, (_, at) => `R${at + 1}`);
  expect(every.map(({ id }) => id)).toEqual(numbers.filter((id) => !WITHDRAWN.includes(id)));
});

test('every ruling names its passages, and a ruling in both languages', () => {
  expect(every.filter(({ passages }) => passages.length === 0).map(({ id }) => id)).toEqual([]);
  const texts = every.flatMap(({ title, ruling, passages }) => [title, ruling, ...passages.map(({ says }) => says)]);
  expect(texts.filter(({ zh }) => !/\p{Script=Han}/u.test(zh))).toEqual([]);
  expect(texts.filter(({ en }) => /\p{Script=Han}/u.test(en))).toEqual([]);
  expect(texts.filter(({ en }) => /to be completed/i.test(en))).toEqual([]);
});

test('every dispute names a requirement that exists', () => {
  const unknown = every.flatMap(({ id, disputes }) =>
    disputes.flatMap(({ requirement }) =>
      requirement === undefined || requirements.has(requirement) ? [] : [`${id}: ${requirement}`],
    ),
  );
  expect(unknown).toEqual([]);
});

test('every pattern of a dispute matches a case that cites the requirement', () => {
  const idle = every.flatMap((ruling) =>
    ruling.disputes.flatMap((dispute) =>
      dispute.cases.flatMap((pattern) => {
        const alone = { ...ruling, disputes: [{ ...dispute, cases: [pattern] }] };
        const matched = disputedCases(alone, cases).flatMap((one) => one.cases);
        return matched.length === 0 ? [`${ruling.id}: ${dispute.requirement} in ${pattern}`] : [];
      }),
    ),
  );
  expect(idle).toEqual([]);
});

test('every outcome of a dispute is one of a case that it concerns', () => {
  const byId = new Map(cases.map((one) => [one.id, JSON.stringify(one.steps)]));
  const unknown = every.flatMap((ruling) =>
    disputedCases(ruling, cases).flatMap(({ dispute, cases: inside }) =>
      (dispute.outcomes ?? [])
        .filter((outcome) => !inside.some((id) => isNamed(outcome, byId.get(id) ?? '')))
        .map((outcome) => `${ruling.id}: ${dispute.requirement} with ${outcome}`),
    ),
  );
  expect(unknown).toEqual([]);
});

/** An outcome of the case, or any state where the case checks one: the state found need not be one of those expected. */
const isNamed = (outcome: string, steps: string): boolean =>
  steps.includes(`"name":${JSON.stringify(outcome)}`) || steps.includes('"kind":"state"');

test('a case gets the disputes of the requirements that it cites, and no others', () => {
  const dispute = { requirement: 'rfc6121-2.3.3-c', cases: ['rfc6121/2.3/*'] };
  const ruling = { ...every[0]!, id: 'R1', disputes: [dispute] };
  const some = [
    makeCase('rfc6121/2.3/a'),
    makeCase('rfc6121/2.4/a'),
    makeCase('rfc6121/2.3/b', { requirements: ['rfc6121-2.3.3-d'] }),
  ];
  addDisputes(some, new Map([['R1', ruling]]));
  const disputes = some.map((one) => one.disputes);
  expect(disputes).toEqual([[{ ruling: 'R1', requirement: 'rfc6121-2.3.3-c' }], undefined, undefined]);
});

test('a federated case gets the disputes of the local and of the remote case of its row', () => {
  const dispute = (id: string) => ({ requirement: 'rfc6121-2.3.3-c', cases: [id] });
  const named = ['rfc6121/3/a', 'rfc6121/3/b[remote]', 'rfc6121/3/c[x]', 'rfc6121/3/c[y,remote]'];
  const ruling = { ...every[0]!, id: 'R1', disputes: named.map(dispute) };
  const ids = ['a[federated]', 'b[federated]', 'c[x,federated]', 'c[y,federated]', 'd[federated]'];
  const some = ids.map((id) => makeCase(`rfc6121/3/${id}`, { topology: 'federated' }));
  addDisputes(some, new Map([['R1', ruling]]));
  const disputes = some.map((one) => one.disputes?.length);
  expect(disputes).toEqual([1, 1, 1, 1, undefined]);
});

test('a passage leads to its section', () => {
  expect(passageUrl('RFC 6120 10.5.4')).toBe('https://www.rfc-editor.org/rfc/rfc6120#section-10.5.4');
  expect(passageUrl('RFC 6121 A.3.4')).toBe('https://www.rfc-editor.org/rfc/rfc6121#appendix-A.3.4');
});

test.each([
  ['RULINGS.md', 'en'],
  ['RULINGS.zh-CN.md', 'zh'],
] as const)('spec/%s says what rulings.yaml says; --update writes it', async (name, lang) => {
  const page = rulingsPage({ rulings, requirements, cases }, lang);
  await expect(page).toMatchFileSnapshot(`../../spec/${name}`);
});

test('a ruling concerns a case of another specification only by a rule of RFC 6120 that the case cites', () => {
  const disputes = [
    { failure: 'repeated', cases: ['**'] },
    { requirement: 'rfc6121-2.3.3-c', cases: ['**'] },
    { requirement: 'rfc6120-8.3.1-b', cases: ['**'] },
  ] as const;
  const ruling = { ...every[0]!, id: 'R1', disputes };
  const requirements = ['rfc6120-8.3.1-b', 'rfc6121-2.3.3-c'];
  const some = ['XEP-0045 7.2', '2.3'].map((section) => makeCase(`a/${section}`, { section, requirements }));
  addDisputes(some, new Map([['R1', ruling]]));
  expect(some.map((one) => one.disputes?.map(({ requirement = 'any' }) => requirement))).toEqual([
    ['rfc6120-8.3.1-b'],
    ['any', 'rfc6121-2.3.3-c', 'rfc6120-8.3.1-b'],
  ]);
  expect(disputedCases(ruling, some).map((one) => one.cases.length)).toEqual([1, 1, 2]);
});
