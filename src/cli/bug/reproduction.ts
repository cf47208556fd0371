// How another person runs the cases: without the addresses, accounts and files of the user.

import { basename, relative } from 'node:path';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { TARGET_NAMES } from '../../target/target-names.ts';

/** Where a server of the reader is. */
const OWN_SERVER = ['-t', 'xmpp://127.0.0.1:5222', '-d', 'localhost'];

interface Reproduction {
  readonly launch?: readonly string[];
  readonly own: readonly string[];
  /** Scenario files or directories of the user that hold the case, without their paths. */
  readonly ownFiles: readonly string[];
}

/** Arguments that launch the same servers, where they were launched, and those for a server of the reader. */
export function reproductionOf(rerun: readonly string[], { case: { topology, place } }: CaseResult): Reproduction {
  const scenarios = ownScenarios(rerun, place.file);
  const { launch, own } = serversOf(rerun, topology);
  return {
    ...(launch !== undefined && { launch: [...launch, ...scenarios.words] }),
    own: [...own, ...scenarios.words],
    ownFiles: scenarios.names,
  };
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

function serversOf(
  rerun: readonly string[],
  topology: CaseResult['case']['topology'],
): Pick<Reproduction, 'launch' | 'own'> {
  const argumentOf = (option: string) => {
    const at = rerun.indexOf(option);
    return at < 0 ? undefined : rerun[at + 1];
  };
  const isLaunched = (name: string | undefined) => TARGET_NAMES.some((known) => known === name);
  const [target, peer] = [argumentOf('-t'), argumentOf('--peer')];
  const second = peer === undefined ? [] : ['--peer', 'xmpp://127.0.0.2:5222', '--peer-domain', 'peer.example'];
  const remote = topology === 'remote' ? ['--remote', 'component://127.0.0.1:5347/remote.example'] : [];
  const own = [...OWN_SERVER, ...second, ...remote];
  if (target === undefined || !isLaunched(target) || (peer !== undefined && !isLaunched(peer))) return { own };
  return { launch: ['-t', target, ...(peer === undefined ? [] : ['--peer', peer])], own };
}

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
