import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, longest first. They begin first, so that none of them is left over at the end. Half of the first
 * ones wait for servers most of their time, and the others compute.
 */
const LONGEST = [
  ...[
    'run-pair',
    'run-pair-lent',
    'servers',
    'docs',
    'mutants',
    'ci',
    'degenerate-servers',
    'jabberd2',
    'modes',
    'mutants-pair',
  ],
  ...['doctor', 'cli', 'external', 'html', 'site', 'reporters', 'merge', 'ending'],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/cli/${name}.integration.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Unit tests that take seconds: they read every shipped scenario, make thousands of texts, start processes, or wait. */
const LONG = [
  'src/baseline/shipped.test.ts',
  'src/cli/{catalogues,coverage,help,prove,test-bed}.test.ts',
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

const shared = {
  pool: 'threads',
  isolate: false,
  // For what hangs, not for what is slow: a test of seconds has taken half a minute beside other programs.
  testTimeout: 180_000,
  hookTimeout: 180_000,
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
          exclude: [INTEGRATION, ...LONG],
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: [INTEGRATION, ...LONG],
          exclude: ALONE,
          // Two keep the cores busy on the machine of CI, and three wait for servers and timeouts.
          maxWorkers: availableParallelism() + 3,
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
