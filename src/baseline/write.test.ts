import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import type { Case } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import { messageCase } from '../run/fake-session.test-kit.ts';
import { type BaselineFile, openBaseline } from './baseline-file.ts';
import type { BaselineEntry } from './listings.ts';
import { baselineText } from './write.ts';

const requirement = (id: string): [string, Requirement] => [
  id,
  { id, level: 'MUST', role: 'server', feature: 'none', rfc: '2', ydt: '6', text: id, zh: id, observe: 'c2s' },
];
const requirements = new Map([requirement('r1'), requirement('r2'), requirement('r3')]);
const ids = ['a/x[one,get]', 'a/x[one,get,remote]', 'a/x[one,set]', 'a/x[two,get]', 'a/y', 'a/z'];
const cases = ids.map((id): Case => messageCase({}, { id, requirements: [...requirements.keys()] }));
const known = { cases, shipped: async () => [], requirements };

const read = (text: string) => openBaseline(temporaryFile('b.yaml', text), known, { isUpdated: true });
const entry = (id: string, more: Partial<BaselineEntry> = {}): BaselineEntry => ({
  ...{ case: id, requirement: 'r1', checks: ['s: x'], reason: '', ...more },
});

/** The text after the entries of a file were changed. */
async function edited(text: string, change: (entries: readonly BaselineEntry[]) => readonly BaselineEntry[]) {
  const file = await read(text);
  return baselineText({ ...file, entries: change(file.entries) }, requirements);
}
const withoutCase = (id: string) => (entries: readonly BaselineEntry[]) => entries.filter((one) => one.case !== id);

const empty: BaselineFile = { server: 'x 1', entries: [], caseIds: ids };

test('writes a new file: groups by requirement and reason, exact globs, each check once', () => {
  const entries = [
    entry('a/y', { requirement: 'r2', checks: ['s: y', 's: z'], varies: true }),
    entry('a/x[one,get]'),
    entry('a/x[one,get,remote]'),
    entry('a/z', { reason: 'known', seen: 'nothing comes', against: 'nothing has to' }),
    entry('a/y'),
  ];
  expect(baselineText({ ...empty, entries }, requirements)).toMatchInlineSnapshot(`
    "server: x 1
    known:
      - requirement: r1
        level: MUST
        section: RFC 6121 2, YD/T 2936-2015 6
        standard: https://www.rfc-editor.org/rfc/rfc6121#section-2
        demands: r1
        reason: ""
        failures:
          - cases:
              - a/x[one,get*]
              - a/y
            checks:
              - "s: x"

      - requirement: r1
        level: MUST
        section: RFC 6121 2, YD/T 2936-2015 6
        standard: https://www.rfc-editor.org/rfc/rfc6121#section-2
        demands: r1
        reason: known
        seen: nothing comes
        against: nothing has to
        failures:
          - cases:
              - a/z
            checks:
              - "s: x"

      - requirement: r2
        level: MUST
        section: RFC 6121 2, YD/T 2936-2015 6
        standard: https://www.rfc-editor.org/rfc/rfc6121#section-2
        demands: r2
        reason: ""
        failures:
          - cases:
              - a/y
            checks:
              - "s: y"
              - "s: z"
            varies: true
    "
  `);
});

test('writes a file without failures', () => {
  expect(baselineText(empty, requirements)).toBe('server: x 1\nknown: []\n');
});

test.each(['prosody 0.12.3', 'xmpp://127.0.0.1:5222', 'a: b # c', 'true'])(
  'reads back what it writes: %s',
  async (server) => {
    const entries = [
      entry('a/y', { reason: 'a: "b" # c' }),
      entry('a/x[one,get]', { requirement: 'r3', checks: ['- x', 'x'] }),
    ];
    const back = await read(baselineText({ ...empty, server, entries }, requirements));
    expect(back.server).toBe(server);
    expect(back.entries.map(({ at: _, ...rest }) => rest)).toEqual(entries);
  },
);

const COMMENTED = `# Ours: see the wiki.
server: x 1
known:
  # The first section

  # Reported upstream.
  - requirement: r1 # the first
    level: MUST
    section: RFC 6121 2, YD/T 2936-2015 6
    standard: https://www.rfc-editor.org/rfc/rfc6121#section-2
    demands: r1
    reason: why one # really
    seen: a thing
    link: https://example.org/1
    failures:
      # Both of them.
      - cases:
          - a/x[one,get*] # fails since 1.0
          # the other one
          - a/x[two,get]
        checks:
          - "s: x" # odd
      # Another.
      - cases: [a/y]
        checks: ["s: y"]

  # The second section

  # About two.
  - requirement: r2
    level: MUST
    section: RFC 6121 2, YD/T 2936-2015 6
    standard: https://www.rfc-editor.org/rfc/rfc6121#section-2
    demands: r2
    reason: why two
    expires: 2030-01-01
    failures:
      - cases:
          - a/z
        checks:
          - "s: z"
# The end.
`;

test('leaves a file alone that needs no change, with every comment', async () => {
  const once = await edited(COMMENTED, (entries) => entries);
  expect(once.replace('\n\n# The end', '\n# The end')).toBe(COMMENTED);
  expect(await edited(once, (entries) => entries)).toBe(once);
});

test('keeps comments below the last entry of a list', async () => {
  const text = COMMENTED.replace('# The end.', '          # Not this one yet.\n# The end.');
  const removed = await edited(text, (entries) => entries.filter(({ requirement: id }) => id === 'r1'));
  for (const one of [await edited(text, (entries) => entries), removed]) {
    expect(one).toContain('# Not this one yet.');
    expect(one).toContain('# The end.');
  }
});

test('removes an entry with its own comments, and keeps the headings of sections', async () => {
  const text = await edited(COMMENTED, (entries) => entries.filter(({ requirement: id }) => id === 'r2'));
  expect(text).toContain('# Ours: see the wiki.');
  expect(text).toContain('# The first section\n\n  # The second section\n\n  # About two.\n  - requirement: r2');
  expect(text).not.toContain('Reported upstream');
});

test('keeps the heading of a section whose last entry is removed', async () => {
  const text = await edited(COMMENTED, (entries) => entries.filter(({ requirement: id }) => id === 'r1'));
  expect(text).toContain('# The second section');
  expect(text).not.toContain('About two');
});

test('removes a case from a list, and keeps the comments of the others', async () => {
  const text = await edited(COMMENTED, withoutCase('a/x[two,get]'));
  expect(text).toContain('- a/x[one,get*] # fails since 1.0\n        checks:');
});

test('replaces a glob by what still fails of it', async () => {
  const text = await edited(COMMENTED, withoutCase('a/x[one,get,remote]'));
  expect(text).toContain(
    '- cases:\n          - a/x[one,get] # fails since 1.0\n          # the other one\n          - a/x[two,get]\n',
  );
});

test('adds a case to the failure with the same checks', async () => {
  const text = await edited(COMMENTED, (entries) => [
    ...entries,
    entry('a/z', { reason: 'why one', checks: ['s: x'] }),
  ]);
  expect(text).toContain('- a/x[two,get]\n          - a/z\n        checks:\n          - "s: x" # odd');
});

test('adds a failure with other checks to the group of the same reason', async () => {
  const text = await edited(COMMENTED, (entries) => [...entries, entry('a/z', { reason: 'why one', checks: ['new'] })]);
  expect(text).toContain(
    'checks: ["s: y"]\n      - cases:\n          - a/z\n        checks:\n          - new\n\n  # The second',
  );
});

test('a new failure does not join a group that expires', async () => {
  const fresh = entry('a/y', { requirement: 'r2', reason: 'why two' });
  const text = await edited(COMMENTED, (entries) => [...entries, fresh]);
  expect(text.match(/reason: why two/g)).toHaveLength(2);
});

test('inserts a new group in the order of the requirements', async () => {
  const text = await edited(COMMENTED, (entries) => [...entries, entry('a/z')]);
  expect(text).toMatch(/requirement: r1 #.*requirement: r1\n.*reason: ""\n.*The second section.*requirement: r2/s);
});

test('changes the checks of a failure in place where they changed in all its cases', async () => {
  const text = await edited(COMMENTED, (entries) =>
    entries.map((one) => (one.checks.includes('s: x') ? { ...one, checks: ['s: new', 's: x'] } : one)),
  );
  expect(text).toContain('checks:\n          - "s: new"\n          - "s: x" # odd\n');
  expect(text.replace('          - "s: new"\n', '').replace('\n\n# The end', '\n# The end')).toBe(COMMENTED);
});

test('moves a case whose checks changed to another failure of its group', async () => {
  const text = await edited(COMMENTED, (entries) =>
    entries.map((one) => (one.case === 'a/x[two,get]' ? { ...one, checks: ['s: y'] } : one)),
  );
  expect(text).toContain('- cases: [a/x[two,get], a/y]'.replace('a/x[two,get]', '"a/x[two,get]"'));
  expect(text).not.toContain('the other one');
});

test('fills the reason of a group in place', async () => {
  const waiting = COMMENTED.replace('reason: why two', 'reason: "" # to do');
  const text = await edited(waiting, (entries) =>
    entries.map((one) => (one.reason === '' ? { ...one, reason: 'because' } : one)),
  );
  expect(text).toMatch(/# About two\.\n {2}- requirement: r2\n.*reason: "because" # to do\n/s);
});

test('lists a check twice that fails in two steps', async () => {
  const text = baselineText({ ...empty, entries: [entry('a/y', { checks: ['s: x', 's: x'] })] }, requirements);
  expect(text).toContain('checks:\n          - "s: x"\n          - "s: x"\n');
  expect((await read(text)).entries[0]?.checks).toEqual(['s: x', 's: x']);
});

test('edits a list behind an alias as a copy', async () => {
  const aliased = COMMENTED.replace(
    'cases:\n          - a/z\n        checks:\n          - "s: z"',
    'cases: [a/z]\n        checks: *x',
  ).replace('checks: ["s: y"]', 'checks: &x ["s: y"]');
  const text = await edited(aliased, (entries) =>
    entries.map((one) => (one.case === 'a/y' ? { ...one, checks: ['s: new'] } : one)),
  );
  const { entries } = await read(text);
  expect(entries.filter(({ case: id }) => ['a/y', 'a/z'].includes(id)).map(({ checks }) => checks)).toEqual([
    ['s: new'],
    ['s: y'],
  ]);
});

test('writes what the standard says below the requirement of a group that lacks it', async () => {
  const old = COMMENTED.replaceAll(/ {4}(level|section|standard|demands): .*\n/g, '');
  expect(old).not.toContain('demands');
  const text = await edited(old, (entries) => entries);
  expect(text.replace('\n\n# The end', '\n# The end')).toBe(COMMENTED);
});

test('corrects what a group says of the standard, and keeps the comment beside it', async () => {
  const old = COMMENTED.replace('demands: r1', 'demands: something else # says who').replace(
    'level: MUST',
    'level: MAY',
  );
  const text = await edited(old, (entries) => entries);
  expect(text.replace('\n\n# The end', '\n# The end')).toBe(COMMENTED.replace('demands: r1', 'demands: r1 # says who'));
});

test('lists the rulings that dispute a failure, apart from the same failure that none disputes', async () => {
  const entries = [entry('a/y', { reason: 'x', disputed: ['R1', 'R2'] }), entry('a/z', { reason: 'x' })];
  const text = baselineText({ ...empty, entries }, requirements);
  expect(text).toContain(
    '- cases:\n          - a/y\n        checks:\n          - "s: x"\n        disputed: [R1, R2]\n      - cases',
  );
  expect((await read(text)).entries.map(({ disputed }) => disputed)).toEqual([['R1', 'R2'], undefined]);
});

test('a failure that a ruling disputes from now on says so in place, and no longer once none does', async () => {
  const dispute = (rulings?: readonly string[]) => (entries: readonly BaselineEntry[]) =>
    entries.map(({ disputed: _, ...one }) => (one.case === 'a/z' && rulings ? { ...one, disputed: rulings } : one));
  const disputed = await edited(COMMENTED, dispute(['R1']));
  expect(disputed).toContain('checks:\n          - "s: z"\n        disputed: [R1]\n');
  expect(await edited(disputed, dispute())).toBe(disputed.replace('        disputed: [R1]\n', ''));
});
