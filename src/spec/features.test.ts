import { expect, test } from 'vitest';
import { features, isMandatory } from './features.ts';
import { loadRequirements } from './requirements.ts';
import { loadRulings } from './rulings.ts';

const catalogue = [...loadRequirements().values()];
const disputes = [...loadRulings().values()].flatMap(({ id, disputes }) => disputes.map((one) => ({ ...one, id })));

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

/** The cases that report the absence of a feature. */
const ABSENCE = { 'roster-get': 'rfc6121/2.1.4/empty', 'roster-version': 'rfc6121/2.6.1/advertised' };

test.each(Object.entries(ABSENCE))('names the ruling by which the absence of %s warns', (name, absence) => {
  const asked = catalogue.filter(({ rfc, feature }) => rfc === '12' && feature === name).map(({ id }) => id);
  const disputed = disputes.filter(
    ({ requirement = '', cases }) => asked.includes(requirement) && cases.includes(absence),
  );
  const { ruling } = features.find((feature) => feature.name === name) ?? {};
  expect(disputed.map(({ id }) => id)).toEqual([ruling ?? []].flat());
  expect(isMandatory(name)).toBe(ruling === undefined);
});
