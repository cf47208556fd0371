// The bug report of one finding: which finding, its text, and the command that reproduces it.

import { basename, relative } from 'node:path';
import type { Language } from '../../model/event.ts';
import type { Finding, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import type { Requirement } from '../../model/standard.ts';
import { findingInShort } from '../../report/finding/finding-text.ts';
import { issueText } from '../../report/issue/issue.ts';
import type { Published, Reproduction } from '../../report/issue/reproduce-part.ts';
import { createPaint } from '../../report/text/paint.ts';
import { TARGET_NAMES } from '../../target/target-names.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { reportError } from '../../wording/report-mistakes.ts';
import { suggest } from '../../wording/suggest.ts';
import { wantsColor } from '../terminal/terminal.ts';

export const BUG = catalogue(
  { none: 'the report has no finding that breaks a rule' },
  { none: '报告中没有违反要求的问题' },
);

interface BugOptions {
  readonly report: Pick<RunInfo, 'tool' | 'target' | 'peer' | 'rerun' | 'startedAt'>;
  readonly findings: readonly Finding[];
  /** The catalogue, and those of the report. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly lang: Language;
  readonly published: Published;
}

/** The findings that break a rule, the weightiest first, one a line. */
export function listText({ report, findings, requirements, lang }: Omit<BugOptions, 'published'>): string {
  const rules = findings.filter((finding) => finding.kind === 'rule');
  if (rules.length === 0) return `${BUG[lang].none}\n`;
  const context = { lang, requirements, rerun: report.rerun, paint: createPaint(wantsColor()) };
  return rules.map((finding, at) => findingInShort(finding, at + 1, context)).join('');
}

/** The finding as an issue. Throws `UsageError` where the key names none. */
export function bugText({ report, findings, requirements, lang, published }: BugOptions, wanted: string): string {
  const finding = findFinding(findings, wanted);
  return issueText(finding, {
    lang,
    requirements,
    info: report,
    reproduction: reproductionOf(report, finding.example.result),
    published,
    hide: hideDomains(report),
  });
}

/** Keys named in a message. */
const MAX_NAMED = 8;

/**
 * The finding with this key, of itself or of a part, or the only one that has a key which begins with it, such as that of a
 * requirement, or else the only one that breaks this requirement, too. Throws `UsageError` where there is none, several, or one that
 * breaks no rule.
 */
export function findFinding(findings: readonly Finding[], wanted: string): RuleFinding {
  const name = wanted.replace(/^rfc6121-/, '');
  const found = named(findings, name);
  const [only, ...others] = found;
  if (only === undefined) {
    throw reportError('noFinding', wanted, suggest(name, findings.flatMap(keysOf)));
  }
  if (others.length > 0) {
    const keys = found.slice(0, MAX_NAMED).map(({ key }) => key);
    throw reportError('severalFindings', wanted, found.length, keys.join(', '));
  }
  if (only.kind !== 'rule') {
    throw reportError('breaksNoRule', only.key);
  }
  return only;
}

/** The key of the finding, and those of its parts. */
const keysOf = (finding: Finding): readonly string[] =>
  finding.kind === 'rule' ? finding.parts.map(({ key }) => key) : [finding.key];

function named(findings: readonly Finding[], name: string): readonly Finding[] {
  const exact = findings.filter((finding) => keysOf(finding).includes(name));
  if (exact.length > 0) return exact;
  const begun = findings.filter((finding) => keysOf(finding).some((key) => key.startsWith(`${name}/`)));
  if (begun.length > 0) return begun;
  const ids = [name, `rfc6121-${name}`];
  return findings.filter((finding) => finding.kind === 'rule' && finding.also.some((id) => ids.includes(id)));
}

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

/** Options whose path is no argument of its own. */
const WITH_PATH: readonly string[] = ['--config', '--suite', '--scenarios'];

/** Options that name directories of scenarios; the second one in reports of earlier versions. */
const SUITES: readonly string[] = ['--suite', '--scenarios'];

/** The arguments that name scenarios, where the case is in one of them. */
function ownScenarios(rerun: readonly string[], file: string) {
  const directories = rerun.filter((_, at) => SUITES.includes(rerun[at - 1] ?? ''));
  const places = rerun.filter((word, at) => /(\.yaml|\/)$/.test(word) && !WITH_PATH.includes(rerun[at - 1] ?? ''));
  if (![...directories, ...places].some((path) => isBelow(path, file))) return { words: [], names: [] };
  const roots = directories.map((path) => basename(path));
  const names = places.map((path) => (path.endsWith('/') ? `${basename(path)}/` : basename(path)));
  return { words: [...roots.flatMap((root) => ['--suite', root]), ...names], names: [...roots, ...names] };
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
