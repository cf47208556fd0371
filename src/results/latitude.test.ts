import { expect, test } from 'vitest';
import { makeCase, makeResult, variantResult } from '../report/report.test-kit.ts';
import { latitudeOf, scopeOf } from './latitude.ts';

test('the report has the shape that others parse', () => {
  const results = [
    variantResult('[b]', ['refused']),
    variantResult('[a]', ['stored']),
    makeResult('rfc6121/2.3.3/plain'),
  ];
  expect(latitudeOf(results)).toMatchInlineSnapshot(`
    [
      {
        "choices": [
          {
            "cases": [
              "rfc6121/2.3.3/own[b]",
            ],
            "observed": "refused",
            "violates": false,
          },
          {
            "cases": [
              "rfc6121/2.3.3/own[a]",
            ],
            "observed": "stored",
            "violates": false,
          },
        ],
        "scenario": "rfc6121/2.3.3/own",
        "section": "2.3.3",
        "title": "A set is refused",
      },
    ]
  `);
});

test('scenarios are in the order of the standard', () => {
  const ids = ['rfc6121/2.10/a', 'rfc6121/2.9/b', 'rfc6121/2.9/a', 'rfc6121/A.1/a'];
  const results = ids.map((id) => makeResult(id, { observed: ['x'] }));
  expect(latitudeOf(results).map(({ scenario }) => scenario)).toEqual([ids[2], ids[1], ids[0], ids[3]]);
});

test.each([
  [['A set is refused: one', 'A set is refused: two'], 'A set is refused'],
  [['A long name is refused', 'A long group is refused'], 'A long … is refused'],
  [['It leaves in the state "None"', 'It leaves in the state "To"'], 'It leaves in the state …'],
  [['All the same', 'All the same'], 'All the same'],
  [['Again and again', 'Again and again and again'], 'Again and again …'],
])('%j are called by what they share', (titles, shared) => {
  const results = titles.map((title, at) => {
    const id = `rfc6121/2.3.3/a[${at}]`;
    return makeResult(id, { case: makeCase(id, { title }), observed: ['x'] });
  });
  expect(latitudeOf(results)[0]?.title).toBe(shared);
});

test('a choice of every federated case, and of no other, is one of that topology', () => {
  const results = [
    variantResult('[a,federated]', ['refused']),
    variantResult('[b,federated]', ['refused']),
    variantResult('[a,remote]', ['stored']),
    variantResult('[a]', ['stored']),
  ];
  const [latitude] = latitudeOf(results);
  const refused = latitude!.choices.find(({ observed }) => observed === 'refused')!;
  expect(scopeOf(refused, latitude!)).toEqual({ topology: 'federated' });
});
