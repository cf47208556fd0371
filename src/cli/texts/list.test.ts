import { expect, test } from 'vitest';
import { makeCase } from '../../report/report.test-kit.ts';
import { listData, listText } from './list.ts';

const cases = [makeCase('rfc6121/2.3/a'), makeCase('rfc6121/2.3/longer', { needs: [{ feature: 'remote' }] })];

test('lists one case a line, with aligned titles', () => {
  expect(listText(cases, 'en')).toMatchInlineSnapshot(`
    "rfc6121/2.3/a       A roster set is refused
    rfc6121/2.3/longer  A roster set is refused
    "
  `);
});

test('has file, line, needs and requirements of each case in JSON', () => {
  expect(listData(cases)[1]).toMatchInlineSnapshot(`
    {
      "file": "scenarios/rfc6121/2.3/set-refused.yaml",
      "id": "rfc6121/2.3/longer",
      "line": 12,
      "needs": [
        "remote",
      ],
      "requirements": [
        "rfc6121-2.3.3-c",
      ],
      "section": "2.3",
      "title": "A roster set is refused",
      "topology": "local",
    }
  `);
});
