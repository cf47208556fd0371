import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import { shippedCases } from '../cli/shipped-cases.test-kit.ts';
import { playable } from '../scenario/select.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { type BaselineFile, openBaseline } from './baseline-file.ts';
import type { BaselineData } from './baseline-schema.ts';
import type { BaselineEntry } from './listings.ts';
import { baselineText } from './write.ts';

const SERVERS = ['prosody', 'ejabberd', 'jabberd2'];

/** The same servers with the configuration of Debian's packages. */
const PROFILES = ['prosody', 'ejabberd'];

/** Two servers with each other: only cases with contacts on the second one. */
const PAIRS = ['prosody+ejabberd', 'ejabberd+prosody', 'prosody+prosody', 'prosody+jabberd2'];

const FILES = [...SERVERS, ...PROFILES.map((server) => `${server}-debian`), ...PAIRS];

/** What a failure that the server itself does not show is put down to, such as mod_vcard_legacy. */
const MODULE = /\bmod_[a-z]/;

const requirements = loadRequirements();
const { all: cases } = shippedCases;
const known = (isPair: boolean) => ({ cases: playable(cases, isPair), shipped: async () => [], requirements });
const open = (file: string) => openBaseline(file, known(basename(file).includes('+')), { isUpdated: false });
const fileOf = (server: string) => fileURLToPath(new URL(`../../baselines/${server}.yaml`, import.meta.url));

/** What a baseline excuses, one line for each case and requirement, whatever the form of the file. */
function meaningOf({ entries }: Pick<BaselineFile, 'entries'>): readonly string[] {
  const lines = entries.map(({ case: id, requirement, checks, varies = false, reason, disputed = [] }) =>
    JSON.stringify([id, requirement, [...checks].sort(), varies, reason, ...disputed]),
  );
  return lines.sort();
}

// The first form of these files listed every case by itself, in 937 kB. The digests were computed from that form, so they
// prove that the groups excuse the same. Where a baseline changes on purpose, `vitest --update` writes them again.
test('the shipped baselines excuse what they did', async () => {
  const digests = SERVERS.map(async (server) => {
    const meaning = meaningOf(await open(fileOf(server)));
    return `${server} ${meaning.length} ${createHash('sha256').update(meaning.join('\n')).digest('hex')}`;
  });
  expect(await Promise.all(digests)).toMatchInlineSnapshot(`
    [
      "prosody 326 c5e3d0acf9223cbc8c0f9edff40e58ecd25eeac1ab4bcc0b7c6d26541f03ca6d",
      "ejabberd 403 a33bad3e75d615bbea277790e2a937793b92b42bd18d2cc95d7bc7a2da97ff03",
      "jabberd2 1164 e38ed788499efb7310a64242cc685c8da6153542f5d3def2136823c644bc9e90",
    ]
  `);
});

test.each(FILES)('the baseline of %s means the same written from scratch', async (server) => {
  const { text: _, ...file } = await open(fileOf(server));
  const entries = file.entries.map(({ at: __, ...entry }): BaselineEntry => entry);
  const written = temporaryFile(`${server}.yaml`, baselineText({ ...file, entries }, requirements));
  expect(meaningOf(await open(written))).toEqual(meaningOf(file));
});

test.each(FILES)('an update that changes nothing leaves the baseline of %s as it is', async (server) => {
  const file = await open(fileOf(server));
  expect(baselineText(file, requirements)).toBe(readFileSync(fileOf(server), 'utf8'));
});

// The form, with level, section, link and demand, is held by the test above.
test.each(FILES)('every group of the baseline of %s says what the server does', (server) => {
  const { known: groups } = parse(readFileSync(fileOf(server), 'utf8')) as BaselineData;
  expect(groups.filter(({ seen }) => seen === undefined).map(({ requirement }) => requirement)).toEqual([]);
});

test.each(FILES)(
  'the baseline of %s accuses no server of what is permitted, or of what a client does',
  async (server) => {
    const { entries } = await open(fileOf(server));
    const accused = [...new Set(entries.map(({ requirement }) => requirement))].map((id) => requirements.get(id));
    expect(accused.filter((one) => one?.level === 'MAY' || one?.role === 'client')).toEqual([]);
  },
);

test.each(FILES)('every ruling that the baseline of %s names disputes the requirement in that case', async (server) => {
  const { entries } = await open(fileOf(server));
  const disputed = entries.flatMap((entry) => (entry.disputed ?? []).map((ruling) => ({ ...entry, ruling })));
  const disputes = new Map(cases.map(({ id, disputes: known = [] }) => [id, known]));
  const isFounded = ({ case: id, requirement, ruling }: (typeof disputed)[number]) =>
    disputes.get(id)?.some((one) => one.ruling === ruling && (one.requirement ?? requirement) === requirement);
  expect(disputed.filter((entry) => !isFounded(entry))).toEqual([]);
});

test.each(FILES)('a failure in the baseline of %s that a ruling disputes names the ruling', async (server) => {
  const { entries } = await open(fileOf(server));
  const disputes = new Map(cases.map(({ id, disputes: known = [] }) => [id, known]));
  const silent = entries.flatMap(({ case: id, requirement, disputed = [] }) => {
    const whole = disputes.get(id)?.filter(({ outcomes, failure }) => outcomes === undefined && failure === undefined);
    const own = whole?.filter((one) => (one.requirement ?? requirement) === requirement) ?? [];
    return own.filter(({ ruling }) => !disputed.includes(ruling)).map(({ ruling }) => `${id} ${requirement} ${ruling}`);
  });
  expect(silent).toEqual([]);
});

// `vitest --update` writes the entries of the server into the file of its profile. Where a module fails in a case, what
// the server itself does there may not show.
test.each(PROFILES)(
  "the baseline of Debian's %s has the entries of the bare server, and those whose reason names a module",
  async (server) => {
    const [bare, profile] = [await open(fileOf(server)), await open(fileOf(`${server}-debian`))];
    const lineOf = (entry: BaselineEntry) => `${meaningOf({ entries: [entry] })[0]} ${entry.seen} ${entry.against}`;
    const [ofBare, ofProfile] = [bare, profile].map(({ entries }) => new Set(entries.map(lineOf))) as [
      Set<string>,
      Set<string>,
    ];
    const isOwn = ({ reason }: BaselineEntry) => MODULE.test(reason);
    const ownCases = new Set(profile.entries.filter(isOwn).map((entry) => entry.case));
    const kept = profile.entries.filter((entry) => isOwn(entry) || ofBare.has(lineOf(entry)));
    const missing = bare.entries.filter((entry) => !ofProfile.has(lineOf(entry)) && !ownCases.has(entry.case));
    expect(bare.entries.filter(isOwn)).toEqual([]);
    const entries = [...kept, ...missing.map(({ at: _, ...entry }): BaselineEntry => entry)];
    await expect(baselineText({ ...profile, entries }, requirements)).toMatchFileSnapshot(fileOf(`${server}-debian`));
  },
);
