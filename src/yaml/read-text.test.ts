import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readText } from './read-text.ts';

function fileWith(content: string | Uint8Array): string {
  const directory = mkdtempSync(join(tmpdir(), 'read-text-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'a'), content);
  return join(directory, 'a');
}

test('reads a file that is longer than one chunk, and characters across chunks', () => {
  const text = `${'x'.repeat(65_535)}三${'y'.repeat(70_000)}`;
  expect(readText(fileWith(text), 1_000_000)).toBe(text);
});

test('stops at a device that never ends', () => {
  expect(() => readText('/dev/zero', 1_048_576)).toThrow('expected at most 1048576 bytes, got more');
});

test('accepts a file of just the size, and refuses one byte more', () => {
  expect(readText(fileWith('abc'), 3)).toBe('abc');
  expect(() => readText(fileWith('abcd'), 3)).toThrow('at most 3 bytes');
});

test('refuses what is not UTF-8 and what cannot be read', () => {
  expect(() => readText(fileWith(Uint8Array.of(0xff, 0xfe, 0x61)), 9)).toThrow('not UTF-8');
  expect(() => readText(tmpdir(), 9)).toThrow('EISDIR');
});
