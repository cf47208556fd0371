// The templates of ci/, action.yml and docs/ci.md, run in environments like those of the CI systems.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { acceptFailures, file, makeRepository, PLACEHOLDER, type Repository, root } from './ci.test-kit.ts';
import { temporaryFile } from './cli.test-kit.ts';
import { readConfig } from './given/config.ts';

type Env = Readonly<Record<string, string>>;

/** A step of a template: a script, in the shell of the system, with what the system adds to the environment. */
interface Step {
  readonly script: string;
  readonly env?: Env;
  readonly shell?: readonly string[];
}

const SH = ['sh', '-e', '-c'];

interface GithubJob {
  readonly env?: Env;
  readonly steps: readonly { readonly run?: string }[];
}

const runsOf = ({ steps }: GithubJob) => steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

function githubSteps({ directory }: Repository): readonly Step[] {
  const { jobs, env } = parse(file('ci/github.yml')) as {
    readonly jobs: Readonly<Record<'test' | 'report', GithubJob>>;
    readonly env: Env;
  };
  const github = { ...env, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: directory };
  const inShard = (shard: string): Env => {
    const values: Env = { 'matrix.shard': shard, 'strategy.job-total': '2' };
    const filled = (text: string) => text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, name: string) => values[name] ?? '');
    return Object.fromEntries(Object.entries(jobs.test.env ?? {}).map(([name, value]) => [name, filled(value)]));
  };
  const tests = ['1', '2'].flatMap((shard) =>
    runsOf(jobs.test).map((script) => ({ script, env: { ...github, ...inShard(shard) } })),
  );
  const summary = { GITHUB_STEP_SUMMARY: join(directory, 'summary.md') };
  return [...tests, ...runsOf(jobs.report).map((script) => ({ script, env: { ...github, ...summary } }))];
}

function gitlabSteps({ directory }: Repository): readonly Step[] {
  const pipeline = parse(file('ci/gitlab.yml'));
  const before = pipeline['.xmppspec'].before_script as readonly string[];
  const gitlab: Env = { ...pipeline.variables, GITLAB_CI: 'true', CI_PROJECT_DIR: directory };
  const job = (name: string, env: Env): Step => ({
    script: [...before, ...(pipeline[name].script as readonly string[])].join('\n'),
    env: { ...gitlab, ...env },
  });
  return [
    ...['1', '2'].map((index) => job('xmppspec:test', { CI_NODE_INDEX: index, CI_NODE_TOTAL: '2' })),
    job('xmppspec:report', { CI_NODE_TOTAL: '1' }),
  ];
}

function jenkinsSteps({ directory }: Repository): readonly Step[] {
  const found = [...file('ci/Jenkinsfile').matchAll(/(?<!\w)sh (?:'''(.*?)'''|'([^'\n]*)')/gs)];
  const scripts = found.map(([, long, short]) => long ?? short ?? '');
  expect(scripts).toHaveLength(4);
  const [install = '', shard = '', , merge = ''] = scripts;
  const jenkins = {
    XMPPSPEC_PACKAGE: PLACEHOLDER,
    SHARDS: '2',
    WORKSPACE: directory,
    JENKINS_URL: 'https://ci.invalid',
  };
  const inShard = (number: string) =>
    [install, shard].map((script) => ({ script, env: { ...jenkins, SHARD: number }, shell: SH }));
  return [...inShard('1'), ...inShard('2'), { script: merge, env: jenkins, shell: SH }];
}

function woodpeckerSteps({ directory }: Repository): readonly Step[] {
  type WoodpeckerStep = { readonly commands: readonly string[]; readonly environment?: Env };
  const { steps } = parse(file('ci/woodpecker.yml')) as { readonly steps: readonly WoodpeckerStep[] };
  return steps.map(({ commands, environment }) => ({
    script: commands.join('\n'),
    env: { ...environment, CI_WORKSPACE: directory },
    shell: SH,
  }));
}

function forgejoSteps({ directory }: Repository): readonly Step[] {
  const { jobs, env } = parse(file('ci/forgejo.yml')) as {
    readonly jobs: { readonly xmppspec: GithubJob };
    readonly env: Env;
  };
  const forgejo = { ...env, FORGEJO_ACTIONS: 'true', GITHUB_WORKSPACE: directory };
  return runsOf(jobs.xmppspec).map((script) => ({ script, env: forgejo, shell: ['bash', '-e', '-c'] }));
}

function circleciSteps({ directory }: Repository): readonly Step[] {
  type Run = { readonly run?: { readonly command: string } };
  type Job = { readonly steps: readonly (Run | string)[] };
  const { jobs, commands, executors } = parse(file('ci/circleci.yml')) as {
    readonly jobs: Readonly<Record<'test' | 'report', Job>>;
    readonly commands: { readonly install: Job };
    readonly executors: { readonly node: { readonly environment: Env } };
  };
  const env = { ...executors.node.environment, CIRCLECI: 'true', CIRCLE_WORKING_DIRECTORY: directory };
  const commandsOf = ({ steps }: Job): readonly string[] =>
    steps.flatMap((step) => {
      if (step === 'install') return commandsOf(commands.install);
      return typeof step === 'string' || step.run === undefined ? [] : [step.run.command];
    });
  const stepsOf = (job: Job, own: Env): readonly Step[] =>
    commandsOf(job).map((script) => ({ script, env: { ...env, ...own }, shell: ['bash', '-eo', 'pipefail', '-c'] }));
  const shards = ['0', '1'].map((index) => ({ CIRCLE_NODE_INDEX: index, CIRCLE_NODE_TOTAL: '2' }));
  return [...shards.flatMap((shard) => stepsOf(jobs.test, shard)), ...stepsOf(jobs.report, {})];
}

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

function kubernetesSteps({ directory }: Repository): readonly Step[] {
  const [, testing, reporting] = parseAllDocuments(file('ci/kubernetes.yaml')).map((document) => document.toJS());
  // The server of the test has no component, and a volume of the test is a directory.
  const here = { XMPP_REMOTE: '', REPORTS: join(directory, 'reports') };
  mkdirSync(here.REPORTS, { recursive: true });
  const step = (job: { spec: { template: { spec: { containers: readonly Container[] } } } }, env: Env): Step => {
    const [container] = job.spec.template.spec.containers;
    const { command = [], args = [], env: given = [] } = container ?? {};
    const values = Object.fromEntries(given.map(({ name, value = '' }) => [name, value]));
    return { script: args[0] ?? '', shell: command, env: { ...values, ...here, ...env } };
  };
  return [...['0', '1'].map((index) => step(testing, { JOB_COMPLETION_INDEX: index })), step(reporting, {})];
}

async function play(repository: Repository, steps: readonly Step[]) {
  const codes: (number | null)[] = [];
  let output = '';
  for (const { script, env, shell } of steps) {
    const ran = await repository.run(script, env, shell);
    codes.push(ran.code);
    output += ran.output;
  }
  return { codes, output };
}

/** The steps of each template, by the system. */
const TEMPLATES = [
  ['github', githubSteps],
  ['gitlab', gitlabSteps],
  ['circleci', circleciSteps],
  ['jenkins', jenkinsSteps],
  ['woodpecker', woodpeckerSteps],
  ['forgejo', forgejoSteps],
  ['kubernetes', kubernetesSteps],
] as const;

describe.each(TEMPLATES)('the template for %s', (system, stepsIn) => {
  // In Kubernetes the list is a part of the ConfigMap, which no pod writes.
  test.skipIf(system === 'kubernetes')('is green at its first run, which leaves the list of what fails', async () => {
    const repository = await makeRepository();
    rmSync(join(repository.directory, 'known-failures.yaml'));
    const steps = stepsIn(repository);
    const { codes, output } = await play(repository, steps);
    expect(codes, output).toEqual(steps.map(() => 0));
    expect(output).toContain('the file is new: read it, and commit it');
    expect(repository.read('known-failures.yaml')).toMatch(/^server: xmppspec reference [\s\S]*found by the first run/);
  });

  test('passes with the baseline, fails without it, and keeps every report', async () => {
    const repository = await makeRepository();
    const steps = stepsIn(repository);
    const without = await play(repository, steps);
    // Failures of a shard do not end its job: the merge decides.
    expect(without.codes, without.output).toEqual(steps.map((_step, at) => (at === steps.length - 1 ? 1 : 0)));
    await acceptFailures(repository);
    const accepted = await play(repository, steps);
    expect(accepted.codes, accepted.output).toEqual(steps.map(() => 0));
    expect(repository.read('reports/xmppspec.xml')).toContain('<skipped message=');
    expect(repository.read('reports/xmppspec.html')).toContain('<html lang="en"');
    expect(JSON.parse(repository.read('reports/xmppspec.json')).summary.knownFailures).toBeGreaterThan(0);
  });
});

test('no template and no page installs a package by a name that a stranger can register', () => {
  const texts = [
    ...readdirSync(join(root, 'ci')).map((name) => `ci/${name}`),
    'action.yml',
    'docs/ci.md',
    'docs/ci.zh-CN.md',
  ];
  expect(texts.filter((name) => /xmppspec@\d/.test(file(name)))).toEqual([]);
  const named = readdirSync(join(root, 'ci')).filter((name) => file(`ci/${name}`).includes('XMPPSPEC_PACKAGE'));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !file(`ci/${name}`).includes(PLACEHOLDER))).toEqual([]);
});

test('a shard without a report fails its job', async () => {
  const repository = await makeRepository();
  writeFileSync(join(repository.directory, 'start-test-server'), '#!/bin/sh\necho "no such database"; exit 4\n');
  const { codes, output } = await play(repository, githubSteps(repository).slice(0, 2));
  expect(codes, output).toEqual([0, 1]);
  expect(output).toContain('ended with exit status 4 before it answered');
  expect(output).toContain('no such database');
});

describe('action.yml', () => {
  interface Action {
    readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
    readonly outputs: Readonly<Record<string, { readonly value: string }>>;
    readonly runs: { readonly steps: readonly { readonly run?: string; readonly env?: Env }[] };
  }
  const action = parse(file('action.yml')) as Action;

  /** What a step wrote to a file of NAME=VALUE lines. */
  const linesOf = (path: string): Env => {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    return Object.fromEntries(lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]));
  };

  /** Runs the steps as a runner does: inputs with their defaults, and files for the environment and for outputs. */
  async function runAction(repository: Repository, given: Env) {
    const temporary = dirname(repository.directory);
    const path = (name: string) => join(temporary, name);
    const files = { GITHUB_ENV: path('env'), GITHUB_OUTPUT: path('output'), GITHUB_STEP_SUMMARY: path('summary') };
    for (const name of Object.values(files)) writeFileSync(name, '');
    const valueFor = (expression: string): string => {
      const input = expression.replace('inputs.', '');
      return expression === 'github.action_path' ? root : (given[input] ?? action.inputs[input]?.default ?? '');
    };
    const runner = { ...files, RUNNER_TEMP: temporary, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: repository.directory };
    let [code, output]: [number | null, string] = [0, ''];
    for (const { run, env = {} } of action.runs.steps) {
      if (run === undefined || code !== 0) continue;
      const own = Object.entries(env).map(([name, value]) => [
        name,
        value.replace(/^\$\{\{ (.*) \}\}$/, (_, expression: string) => valueFor(expression)),
      ]);
      const ran = await repository.run(run, { ...runner, ...linesOf(files.GITHUB_ENV), ...Object.fromEntries(own) });
      code = ran.code;
      output += ran.output;
    }
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
    return { code, output, outputs: linesOf(files.GITHUB_OUTPUT), summary };
  }

  const INPUTS = { target: 'ci', selectors: '2.3.2\n2.3.3' };

  test('runs, writes outputs and a summary, and fails as the run does', async () => {
    const repository = await makeRepository();
    const { code, output, outputs, summary } = await runAction(repository, INPUTS);
    expect(code, output).toBe(1);
    expect(outputs).toMatchObject({ 'exit-code': '1', summary: expect.stringMatching(/^\d+ cases: .*failed/) });
    expect(Object.keys(action.outputs)).toEqual(Object.keys(outputs));
    for (const name of ['json', 'junit', 'html']) {
      expect(existsSync(join(repository.directory, outputs[name] ?? 'none'))).toBe(true);
    }
    expect(output).toContain('::error title=');
    expect(summary).toContain('rfc6121');
  });

  test('takes every input, and installs a package where one is named', async () => {
    const repository = await makeRepository();
    await acceptFailures(repository);
    const { code, output, outputs } = await runAction(repository, {
      ...INPUTS,
      package: PLACEHOLDER,
      baseline: 'known-failures.yaml',
      exclude: 'rfc6121/2.3.2/add\nremote',
      strict: 'true',
      wait: '60',
      args: '--timeout=4000\n--lang=en',
      reports: 'own reports',
      shard: '1/2',
    });
    expect(code, output).toBe(0);
    const { results, strict } = JSON.parse(repository.read('own reports/xmppspec.json'));
    expect(strict).toBe(true);
    expect(results.map(({ id }: { id: string }) => id)).not.toContain('rfc6121/2.3.2/add');
    expect(outputs['html']).toBe('own reports/xmppspec.html');
  });

  test('starts a server of the user, and says what is wrong with an input', async () => {
    const repository = await makeRepository();
    const config = readConfig(join(repository.directory, 'xmppspec.config.yaml'), {});
    const { code, output } = await runAction(repository, {
      target: config.targets?.['ci']?.address ?? '',
      domain: 'xmppspec.localhost',
      'server-command': './start-test-server',
      args: '--plaintext',
      selectors: 'rfc6121/2.3.2/add',
    });
    expect(code, output).toBe(0);
    expect(repository.read('reports/xmppspec/server.log')).toContain('serving xmppspec.localhost');
    const wrong = await runAction(repository, { ...INPUTS, selectors: 'no-such-case' });
    expect(wrong).toMatchObject({ code: 2, outputs: { 'exit-code': '2', summary: '' } });
    expect(wrong.output).toContain('matches none of');
  });

  test('demands a target: without one, a server that nobody meant would make it green', async () => {
    const { code, output } = await runAction(await makeRepository(), { selectors: 'rfc6121/2.3.2/add' });
    expect([code, output]).toEqual([2, '::error title=xmppspec::the input target is required\n']);
    expect(action.inputs['target']).toMatchObject({ required: true });
  });

  test('describes every input, and every step uses inputs that exist', () => {
    const used = [...file('action.yml').matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
  });
});

describe('docs/ci.md', () => {
  const page = file('docs/ci.md');
  const blocks = (kind: string) =>
    [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);

  test('every command does what the page says', async () => {
    const { run } = await makeRepository();
    const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
    expect(commands.length).toBeGreaterThan(7);
    for (const written of commands) {
      // The server of the reader is that of the repository; a server of their own is started by the tests of action.yml.
      const command = written.replace(/ -t xmpp:.*/, ' -t ci --baseline known-failures.yaml');
      const { code, output } = await run(command);
      expect(code, `${command}\n${output}`).toBe(0);
      // The report of the main branch, which `diff` reads.
      if (command.includes('json=reports/xmppspec.json')) await run('cp reports/xmppspec.json reports/main.json');
    }
  });

  test('its config file is that of the templates', () => {
    const [config = ''] = blocks('yaml').filter((block) => block.startsWith('targets:'));
    const read = (text: string) => readConfig(temporaryFile('config.yaml', text), {});
    expect(read(config)).toEqual(read(file('ci/xmppspec.config.yaml')));
  });

  test('the action gets inputs that it has', () => {
    const [workflow = ''] = blocks('yaml').filter((block) => block.startsWith('jobs:'));
    const { steps } = parse(workflow).jobs.conformance as { steps: readonly { readonly with?: object }[] };
    const { inputs, outputs } = parse(file('action.yml'));
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(steps.flatMap((step) => Object.keys(step.with ?? {}))));
    const named = [...workflow.matchAll(/outputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(named));
  });
});
