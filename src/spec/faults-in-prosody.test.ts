// The faults and permitted variations that a prosody for development gets (faults/): each fault breaks requirements, and the module has all.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

interface Fault {
  readonly name: string;
  /** Empty: the standard permits it. */
  readonly breaks: readonly string[];
  readonly level?: string;
  readonly ruling?: string;
  readonly link?: string;
  readonly visible?: boolean;
  readonly own?: boolean;
}

const all: readonly Fault[] = parse(read('faults/faults.yaml'));
const faults = all.filter(({ breaks }) => breaks.length > 0);
const requirements: readonly { readonly id: string; readonly level: string }[] = parse(read('spec/requirements.yaml'));
const rulings: readonly { readonly id: string }[] = parse(read('spec/rulings.yaml'));
const levelOf = new Map(requirements.map(({ id, level }) => [id, level.replace(' NOT', '')]));

test('the module has what faults.yaml lists, and no others', () => {
  const files = readdirSync(new URL('faults/', ROOT)).filter((file) => file.endsWith('.lib.lua'));
  const planted = files.flatMap((file) => [
    ...read(`faults/${file}`).matchAll(/^\s*(?:faults|variations)\["([^"]+)"\]/gm),
  ]);
  expect(planted.map(([, name]) => name).sort()).toEqual(all.map(({ name }) => name).sort());
});

test.for(faults)('$name breaks requirements, of which the strongest is its level', ({ breaks, level, ruling }) => {
  const levels = breaks.map((id) => levelOf.get(id));
  expect(levels).not.toContain(undefined);
  expect(['MUST', 'SHOULD', 'MAY'].find((one) => levels.includes(one))).toBe(level);
  expect(rulings.map(({ id }) => id)).toContain(ruling ?? 'R1');
});

test.for(faults)('$name was seen on a server, is of the visible list, or was made up', ({ link, visible, own }) => {
  expect(link ?? visible ?? own).toEqual((visible ?? own) ? true : expect.stringMatching(/^https:/));
});
