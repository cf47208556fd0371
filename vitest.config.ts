import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What `npm run test:full` runs beside `npm test`: proofs of the tester itself (mutants, modes, degenerate servers, pairs), further
 * servers, and what is built, packed and documented. Longest first, so that none of the long ones is left over at the end.
 */
const FULL = [
  ...['run-pair', 'debian', 'docs', 'mutants', 'ci', 'degenerate-servers', 'jabberd2', 'accusations', 'modes'],
  ...[
    'mutants-pair',
    'external',
    'site',
    'merge',
    'interrupt',
    'stream-faults',
    'ending',
    'package',
    'own-requirements',
  ],
  ...[
    'shared-accounts',
    'dockerfile',
    'slow-and-curious',
    'component-lost',
    'unreached-states',
    'known-broken',
    'network',
  ],
  ...['doctor-pair', '../target/launch-pair', '../target/component', '../target/reference-pair'],
].map((name) => join('src/cli', `${name}.integration.test.ts`));

/** The order of files: the longest ones first. */
const LONGEST = [
  ...FULL,
  ...['servers', 'reporters', 'cli', 'html', 'doctor'].map((name) => `src/cli/${name}.integration.test.ts`),
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Unit tests that take seconds: they read every shipped scenario, make thousands of texts, start processes, or wait. */
const LONG = [
  'src/baseline/shipped.test.ts',
  'src/cli/{catalogues,coverage,help,load-cases,prove,test-bed}.test.ts',
  'src/report/html/size.test.ts',
  'src/run/{linger,trials}.test.ts',
  'src/run/order/measure-order.test.ts',
  'src/scenario/{cell-steps,fuzz,limits,prepared-cases}.test.ts',
  'src/spec/rulings.test.ts',
  'src/xmpp/deadline.test.ts',
];

/** Tests with servers, browsers and other processes. Many of them wait most of their time. */
const INTEGRATION = 'src/**/*.integration.test.ts';

/**
 * Tests that measure: time until a signal is answered, CPU time without an event, memory. They have the machine for
 * themselves. Two at a time, because they wait most of their time, and each measures processes of its own.
 */
const ALONE = ['src/faults/*.integration.test.ts', 'src/cli/ending-in-time.integration.test.ts'];

/** Workers where tests wait most of their time: two keep the cores busy on the machine of CI, and three wait for servers. */
const WAITING = availableParallelism() + 3;

const shared = {
  pool: 'threads',
  isolate: false,
  // For what hangs, not for what is slow: a test of seconds has taken minutes beside other programs.
  testTimeout: 600_000,
  hookTimeout: 600_000,
} as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['src/**/*.test.ts'],
          exclude: [INTEGRATION, ...LONG, ...FULL],
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: [INTEGRATION, ...LONG],
          exclude: [...FULL, ...ALONE],
          maxWorkers: WAITING,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'full',
          include: FULL,
          maxWorkers: WAITING,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'alone',
          include: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
