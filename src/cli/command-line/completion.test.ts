import { expect, test } from 'vitest';
import { COMMANDS } from '../commands.ts';
import { aboutOf, type Candidate, candidates } from './completion.ts';

const named = (...words: readonly string[]): readonly Candidate[] => words.map((word) => ({ word, about: '' }));
const sources = {
  targets: async (config: string | undefined) => named('reference', config ?? 'ci'),
  selectors: async () => named('roster-get', 'local'),
  findings: async (report: string) => named(`${report}-key`),
  reporters: async () => named('junit', 'json'),
};
const after = async (...typed: readonly string[]) => {
  const { words, hasFiles } = await candidates(typed, COMMANDS, sources);
  return [...words.map(({ word }) => word), ...(hasFiles ? ['(files)'] : [])];
};

test('completes commands, options and the values of options', async () => {
  expect(await after('comp')).toEqual(['completion']);
  expect(await after('run', '--tar')).toEqual(['--target']);
  expect(await after('run', '-t', '')).toEqual(['reference', 'ci']);
  expect(await after('run', '--config', 'a.yaml', '--peer', '')).toEqual(['reference', 'a.yaml']);
  expect(await after('run', '--ca', '')).toEqual(['(files)']);
  expect(await after('run', '-r', 'ju')).toEqual(['junit']);
  expect(await after('merge', '--lang', 'z')).toEqual(['zh']);
});

test('completes a value behind the sign, in one word or in three', async () => {
  expect(await after('run', '--lang=z')).toEqual(['--lang=zh']);
  expect(await after('run', '--lang', '=', 'z')).toEqual(['zh']);
  expect(await after('run', '--lang', '=')).toEqual(['en', 'zh']);
});

test('completes the argument that comes next, with options and their values between', async () => {
  expect(await after('run', '-t', 'prosody', '--strict', 'ro')).toEqual(['roster-get', '(files)']);
  expect(await after('bug', '')).toEqual(['(files)']);
  expect(await after('bug', '--lang', 'zh', 'r.json', '')).toEqual(['r.json-key']);
  expect(await after('completion', 'f')).toEqual(['fish']);
});

test('descriptions are cut between words', () => {
  expect(aboutOf('a short one; and what is left out')).toBe('a short one');
  expect(aboutOf(`${'word '.repeat(20)}end`)).toBe(`${'word '.repeat(13)}word …`);
});
