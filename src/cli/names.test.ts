// docs/names.md and docs/targets.md explain every name that output mentions: the names are taken from the code.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { IS_OF_SERVER, LIMITS, wrongCause } from '../baseline/broken-entries.ts';
import { needOf } from '../doctor/cases.ts';
import { CHECK_NAMES } from '../doctor/doctor-words.ts';
import type { Reason, SkipReason } from '../model/reason.ts';
import { ORDINARY_ACCOUNTS } from '../scenario/actors.ts';
import { features } from '../spec/features.ts';
import { TARGET_NAMES } from '../target/target-names.ts';
import { PROBLEMS } from '../wording/problems.ts';
import { REASON_SAMPLES } from '../wording/samples.test-kit.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

const ACCOUNTS = [...new Set(shippedCases.all.flatMap(({ actors }) => actors.map(({ account }) => account)))];
const SPECIAL = ACCOUNTS.filter((name) => !ORDINARY_ACCOUNTS.includes(name));

/** Why a case is skipped, apart from features, whose names stand in a table of their own. */
const isSkip = (reason: Reason): reason is SkipReason =>
  !(reason.kind in IS_OF_SERVER) && !/^feature-|^basic-|^baseline-/.test(reason.kind);

/** A second word of a cause: what a baseline accepts behind the first one. Accounts and launches never stand there. */
const BEHIND = Object.keys(PROBLEMS).filter(
  (name) =>
    wrongCause(`fence-lost ${name}`) === undefined &&
    !/^(registration|removal|admin|command|account|accounts|special|roster|session|journal|directory|address-(?!answers)|plaintext|not-installed|configuration|launch|domain-invalid|certificate|library|schema|database)/.test(
      name,
    ),
);

const NAMES = {
  'kinds of accounts': [...ORDINARY_ACCOUNTS, ...SPECIAL],
  topologies: [...new Set(shippedCases.all.map(({ topology }) => topology))],
  'needs of cases': REASON_SAMPLES.filter(isSkip)
    .map(needOf)
    .map((name) => (name === 'account:unused' ? name : name.replace(/^account:.*/, 'account:NAME'))),
  features: features.map(({ name }) => name),
  'checks of the doctor': Object.keys(CHECK_NAMES.en),
  causes: Object.keys(IS_OF_SERVER),
  'second words of causes': [...BEHIND, ...Object.keys(LIMITS)],
};

const page = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
const missing = (text: string, names: readonly string[]) => names.filter((name) => !text.includes(`\`${name}\``));

describe.each(['names', 'names.zh-CN'])('docs/%s.md explains', (name) => {
  test.each(Object.entries(NAMES))('all %s', (_, names) => {
    expect(names.length).toBeGreaterThan(2);
    expect(missing(page(name), names)).toEqual([]);
  });

  test('which causes a baseline can list', () => {
    const rows = [...page(name).matchAll(/^\| `([\w-]+)` \| .* \| (yes|no|是|否) \|$/gm)];
    const listed = rows.map(([, cause, word]) => [cause, word === 'yes' || word === '是']);
    expect(Object.fromEntries(listed)).toEqual(IS_OF_SERVER);
  });
});

test.each(['targets', 'targets.zh-CN'])(
  'docs/%s.md explains every special account and every server that can be launched',
  (name) => {
    expect(SPECIAL.sort()).toEqual(['moved', 'roster-read-only', 'rosterless']);
    expect(missing(page(name), [...SPECIAL, ...TARGET_NAMES])).toEqual([]);
  },
);
