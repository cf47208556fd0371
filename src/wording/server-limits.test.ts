import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { LimitKind } from '../model/server-limit.ts';
import { limitSettings } from './server-limits.ts';

/** The row of each limit in the table of settings, in its order in both languages. */
const ROWS: readonly LimitKind[] = ['subscription-count', 'byte-rate', 'registration', 'stanza-size', 'streams'];

const KNOWN = limitSettings();

/** The settings of the table in a page: prosody's, then ejabberd's; undefined where the cell names none. */
function rowsOf(page: string) {
  const lines = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8').split('\n');
  const head = lines.findIndex((line) => line.includes('`prosody.cfg.lua`') && line.includes('`ejabberd.yml`'));
  const rows = lines.slice(head + 2, lines.indexOf('', head));
  return rows.map((row) => {
    const [prosody, ejabberd] = row.split('|').slice(3, 5);
    const setting = (cell = '') => /`([^`]+)`/.exec(cell)?.[1];
    return { prosody: setting(prosody), ejabberd: setting(ejabberd) };
  });
}

test.each(['limits.md', 'limits.zh-CN.md'])('%s has the settings that the program names, and no others', (page) => {
  const named = ROWS.map((kind) => ({
    prosody: KNOWN[kind].prosody?.example,
    ejabberd: KNOWN[kind].ejabberd?.example,
  }));
  expect(Object.keys(KNOWN).sort()).toEqual([...ROWS].sort());
  expect(rowsOf(page)).toEqual(named);
});
