import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonSchema } from './schema.ts';

const file = new URL('../../scenarios/schema.json', import.meta.url);

test('matches scenarios/schema.json, which UPDATE_SCHEMA=1 writes', () => {
  const wanted = `${JSON.stringify(jsonSchema(), null, 2)}\n`;
  if (process.env['UPDATE_SCHEMA']) writeFileSync(file, wanted);
  expect(readFileSync(file, 'utf8')).toBe(wanted);
});

test('describes every key for editors', () => {
  const without: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(inner)) {
          const isDescribed = JSON.stringify(property).includes('"description"') || '$ref' in (property as object);
          if (!isDescribed) without.push(`${path}/${name}`);
        }
      }
      walk(inner, `${path}/${key}`);
    }
  };
  walk(jsonSchema(), '');
  expect(without).toEqual([]);
});
