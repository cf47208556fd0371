import { expect, test } from 'vitest';
import { readShard } from '../shard.ts';

test.each([
  ['index/8', { JOB_COMPLETION_INDEX: '0' }, { index: 1, count: 8 }],
  ['index/8', { JOB_COMPLETION_INDEX: '7' }, { index: 8, count: 8 }],
  ['index', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, { index: 2, count: 3 }],
  ['index/3', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, { index: 2, count: 3 }],
  ['index', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '3' }, { index: 3, count: 3 }],
  ['index', { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '2' }, { index: 1, count: 2 }],
  // GitLab sets the count in jobs that are not parallel, too.
  ['index/4', { CI_NODE_TOTAL: '1', JOB_COMPLETION_INDEX: '3' }, { index: 4, count: 4 }],
  ['2/3', { JOB_COMPLETION_INDEX: '0' }, { index: 2, count: 3 }],
])('--shard %s with %j', (option, env, shard) => {
  expect(readShard(option, env)).toEqual(shard);
});

test.each([
  ['index', {}, 'none of JOB_COMPLETION_INDEX (Kubernetes), CI_NODE_INDEX (GitLab), CIRCLE_NODE_INDEX (CircleCI),'],
  ['index/3', { JOB_COMPLETION_INDEX: '' }, 'is set; give I/N'],
  ['index', { JOB_COMPLETION_INDEX: '0' }, 'JOB_COMPLETION_INDEX comes without the number of shards; give index/N'],
  ['index/8', { JOB_COMPLETION_INDEX: '8' }, 'expected JOB_COMPLETION_INDEX from 0 to 7, got "8"'],
  ['index/0', { JOB_COMPLETION_INDEX: '0' }, 'expected a number of shards from 1, got 0'],
  ['index', { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '3' }, 'expected CI_NODE_INDEX from 1 to 3, got "0"'],
  ['index', { CI_NODE_INDEX: 'one', CI_NODE_TOTAL: '3' }, 'expected a whole number in CI_NODE_INDEX, got "one"'],
  [
    'index/4',
    { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' },
    '--shard index/4: expected the number in CI_NODE_TOTAL, which is 3; leave out "/4"',
  ],
  [
    'index/4',
    { JOB_COMPLETION_INDEX: '1', CIRCLE_NODE_INDEX: '1' },
    'JOB_COMPLETION_INDEX and CIRCLE_NODE_INDEX are both set; give I/N',
  ],
  ['0/8', {}, 'expected I/N with I from 1 to N, or index/N, got "0/8"; where the first is 0, give index/8'],
  ['9/8', {}, 'expected I/N with I from 1 to N, or index/N, got "9/8"'],
  ['3', {}, 'got "3"'],
  ['', {}, 'got ""'],
])('--shard %s with %j is refused', (option, env, message) => {
  expect(() => readShard(option, env)).toThrow(message);
});
