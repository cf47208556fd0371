import { expect, test } from 'vitest';
import { features } from './features.ts';
import { loadRequirements } from './requirements.ts';

const catalogue = [...loadRequirements().values()];

test('names the same 17 features as the catalogue', () => {
  const named = new Set(catalogue.map((requirement) => requirement.feature));
  named.delete('none');
  expect(features.map(({ name }) => name).sort()).toEqual([...named].sort());
  expect(features).toHaveLength(17);
});

test('lists the features in the order of RFC 6121 section 12', () => {
  const order = catalogue.filter(({ rfc }) => rfc === '12').map((requirement) => requirement.feature);
  expect(features.map(({ name }) => name)).toEqual([...new Set(order)]);
});

test.each(features)('gives $name the level of the catalogue', ({ name, level }) => {
  const asked = catalogue.find((r) => r.rfc === '12' && r.feature === name && r.role !== 'client');
  expect(level).toBe(asked?.level ?? 'N/A');
});
