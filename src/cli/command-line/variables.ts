// `--version -v`: what a bug report has to say of the machine.

import { cpus, release, totalmem } from 'node:os';
import process from 'node:process';
import type { Language } from '../../model/language.ts';
import { pad } from '../../report/text/wrap.ts';
import { catalogue } from '../../wording/catalogue.ts';

export const ENVIRONMENT = catalogue(
  {
    platform: 'platform',
    machine: 'machine',
    size: (processors: number, gib: number) => `${processors} processors, ${gib} GiB`,
    terminal: 'terminal',
    columns: (count: number) => `${count} columns`,
    none: 'none',
    unknown: 'unknown',
    unset: 'unset',
  },
  {
    platform: '平台',
    machine: '机器',
    size: (processors, gib) => `${processors} 个处理器，${gib} GiB`,
    terminal: '终端',
    columns: (count) => `${count} 列`,
    none: '无',
    unknown: '未知',
    unset: '未设置',
  },
);

type Env = Readonly<Record<string, string | undefined>>;

/** A variable that a CI system sets, and its name. */
const CI_SYSTEMS: readonly (readonly [variable: string, name: string])[] = [
  ['FORGEJO_ACTIONS', 'Forgejo'],
  ['GITEA_ACTIONS', 'Gitea'],
  ['GITHUB_ACTIONS', 'GitHub'],
  ['GITLAB_CI', 'GitLab'],
  ['JENKINS_URL', 'Jenkins'],
  ['KUBERNETES_SERVICE_HOST', 'Kubernetes'],
];

/** One line each: versions, platform, size of the machine, terminal. No host, user, path or address. */
export function environmentText(version: string, env: Env, lang: Language): string {
  const words = ENVIRONMENT[lang];
  const { versions, platform, arch } = process;
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  const found = CI_SYSTEMS.find(([variable]) => (env[variable] ?? '') !== '')?.[1];
  const ci = found ?? (env['CI'] === undefined ? words.none : words.unknown);
  const lines = [
    ['xmppspec', version],
    ['node', `${versions.node} (v8 ${versions.v8}, openssl ${versions.openssl}, icu ${versions.icu ?? words.none})`],
    [words.platform, `${platform} ${arch}, ${release()}`],
    [words.machine, words.size(cpus().length, Math.round(totalmem() / 2 ** 30))],
    [
      words.terminal,
      `${process.stdout.isTTY ? words.columns(process.stdout.columns) : words.none}, TERM ${plain(env['TERM']) ?? words.unset}, locale ${plain(locale) ?? words.unset}`,
    ],
    ['ci', ci],
  ];
  return lines.map(([name = '', text]) => `${pad(name, 10)}${text}\n`).join('');
}

/** A value of the environment that looks like what it should be. */
const plain = (value: string | undefined): string | undefined =>
  /^[\w.@-]{1,40}$/.test(value ?? '') ? value : undefined;
