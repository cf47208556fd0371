// How another person runs the cases: without the addresses, accounts and files of the user.

import { basename, relative } from 'node:path';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import type { Reproduction } from '../../report/issue/reproduce-part.ts';
import { TARGET_NAMES } from '../../target/target-names.ts';

/** What is known of the run. */
type Rerun = Pick<RunInfo, 'rerun' | 'target' | 'peer'>;

/** Options that say how the server is reached, and nothing of the user. */
const KEPT_FLAGS = ['--insecure', '--plaintext', '--peer-insecure', '--peer-plaintext'];
const KEPT_VALUES = ['--accounts', '--peer-accounts', '--peer-proof'];
/** Of their paths only the name of the file is kept. */
const KEPT_FILES = ['--ca', '--peer-ca'];

/** Arguments that launch the same servers, where they were launched, and those for a server of the reader. */
export function reproductionOf(report: Rerun, { case: { topology, place } }: CaseResult): Reproduction {
  const { rerun } = report;
  const scenarios = ownScenarios(rerun, place.file);
  const launch = launchOf(rerun);
  const hide = hideDomains(report);
  const { target, peer } = report;
  const remote = topology === 'remote' ? ['--remote', 'component://127.0.0.1:5347/remote.example'] : [];
  const second =
    peer === undefined ? [] : ['--peer', addressOf(rerun, '--peer', '127.0.0.2'), '--peer-domain', '$PEER_DOMAIN'];
  const reach = ['-t', addressOf(rerun, '-t', '127.0.0.1'), '-d', '$DOMAIN', ...second, ...remote, ...keptOf(rerun)];
  return {
    ...(launch !== undefined && { launch: [...launch, ...scenarios.words] }),
    own: [...reach, ...scenarios.words],
    variables: [
      ['DOMAIN', hide(target.domain)],
      ...(peer === undefined ? [] : [['PEER_DOMAIN', hide(peer.domain)] as const]),
    ],
    ownFiles: scenarios.names,
  };
}

/** The address on loopback that the run had, or where a server of the reader may be: any other is private. */
function addressOf(rerun: readonly string[], option: string, host: string): string {
  const given = argumentOf(rerun, option) ?? '';
  return /^xmpps?:\/\/(127\.[\d.]+|localhost|\[::1\])(:\d+)?$/.test(given) ? given : `xmpp://${host}:5222`;
}

function keptOf(rerun: readonly string[]): readonly string[] {
  const flags = KEPT_FLAGS.filter((flag) => rerun.includes(flag));
  const withValue = [...KEPT_VALUES, ...KEPT_FILES].flatMap((option) => {
    const value = argumentOf(rerun, option);
    if (value === undefined) return [];
    return [option, KEPT_FILES.includes(option) ? basename(value) : value];
  });
  return [...flags, ...withValue];
}

function argumentOf(rerun: readonly string[], option: string): string | undefined {
  const at = rerun.indexOf(option);
  return at < 0 ? undefined : rerun[at + 1];
}

/** The arguments that launch the same servers; undefined: they were not launched. */
function launchOf(rerun: readonly string[]): readonly string[] | undefined {
  const isLaunched = (name: string | undefined) => TARGET_NAMES.some((known) => known === name);
  const [target, peer] = [argumentOf(rerun, '-t'), argumentOf(rerun, '--peer')];
  if (target === undefined || !isLaunched(target) || (peer !== undefined && !isLaunched(peer))) return undefined;
  return ['-t', target, ...(peer === undefined ? [] : ['--peer', peer])];
}

/** The arguments that name scenarios, where the case is in one of them. */
function ownScenarios(rerun: readonly string[], file: string) {
  const directories = rerun.filter((_, at) => rerun[at - 1] === '--scenarios');
  const files = rerun.filter((word, at) => word.endsWith('.yaml') && rerun[at - 1] !== '--config');
  const isInside = directories.some((directory) => isBelow(directory, file));
  if (!isInside && !files.includes(file)) return { words: [], names: [] };
  const [roots, names] = [directories, files].map((paths) => paths.map((path) => basename(path))) as [
    string[],
    string[],
  ];
  return { words: [...roots.flatMap((root) => ['--scenarios', root]), ...names], names: [...roots, ...names] };
}

const isBelow = (directory: string, file: string): boolean => !relative(directory, file).startsWith('..');

/** Replaces the domains of the user's servers by examples. Those of launched servers are examples already. */
export function hideDomains({ target, peer }: Pick<RunInfo, 'target' | 'peer'>): (value: string) => string {
  const pairs = [
    [target.domain, 'server.example'],
    [peer?.domain, 'peer.example'],
  ] as const;
  const hidden = pairs.flatMap(([domain, example]) =>
    domain === undefined || domain === '' || domain.endsWith('localhost') ? [] : [[domain, example] as const],
  );
  return (value) => hidden.reduce((text, [domain, example]) => text.replaceAll(domain, example), value);
}
