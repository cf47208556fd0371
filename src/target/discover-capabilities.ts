// What a target is and offers, found out once, before the first case.

import { logOut } from '../lease/log-in.ts';
import type { Connect, Lend, Session } from '../model/session.ts';
import type { Software } from '../model/software.ts';
import type { Capabilities, RunningTarget } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { iqRequest } from '../stanza/iq.ts';
import { bareOf } from '../stanza/jid.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';

/** What the discovery works with. */
interface DiscoveryTools {
  readonly connect: Connect;
  readonly lend: Lend;
  /** Timeout of the login and of each answer, in milliseconds. */
  readonly timeoutMs: number;
  /** See `Wanted`. */
  readonly wanted?: Wanted | undefined;
}

/** Features that are looked for in the service discovery of the server: `disco:urn:xmpp:ping`. */
export type Wanted = readonly string[];

/** A target, and the software that is installed where it was launched. */
type DiscoveredTarget = RunningTarget & { installed?(): Promise<Software> };

/** Stream features that servers announce after authentication (RFC 6121 2.6.1, 3.4.1), and our names for them. */
const ANNOUNCED = [
  { feature: 'roster-version', name: 'ver', ns: NS.rosterver },
  { feature: 'presence-sub-preapproval', name: 'sub', ns: NS.preApproval },
] as const;

/** All features of the standards that are looked for. */
export const DISCOVERED_FEATURES: readonly string[] = ['roster-get', ...ANNOUNCED.map(({ feature }) => feature)];

/** Characters kept of a name or a version: every report shows them, and a server may send a whole stanza of text. */
const MAX_CHARACTERS = 100;

/** Lends an account, logs in, asks the server, and gives the account back. Rejects when it gets no account or session. */
export async function discoverCapabilities(target: DiscoveredTarget, tools: DiscoveryTools): Promise<Capabilities> {
  const { connect, lend, timeoutMs, wanted } = tools;
  const loan = await lend('used');
  try {
    const login = {
      account: loan.account,
      resource: 'probe',
      answers: true,
      discards: true,
      timeoutMs,
      record: () => undefined,
    };
    const session = await connect(login);
    return await askCapabilities(target, session, { timeoutMs, wanted }).finally(() => logOut(session, timeoutMs));
  } finally {
    await loan.giveBack();
  }
}

/** Asks the server in an open session. What it does not answer twice within `timeoutMs`, it does not seem to offer: never rejects. */
export async function askCapabilities(
  target: DiscoveredTarget,
  session: Session,
  { timeoutMs, wanted = [] }: Pick<DiscoveryTools, 'timeoutMs' | 'wanted'>,
): Promise<Capabilities> {
  // Each answer gets the full timeout: with a shorter one a slow answer on a busy machine would pass for a missing feature.
  const ask = async (ns: string, to?: string) => {
    const request = iqRequest('get', element('query', ns), to);
    const answer = await session.request(request, 'setup', timeoutMs).catch(() => undefined);
    return answer?.attrs['type'] === 'result' ? answer : undefined;
  };
  // What cases are skipped for is asked again: an answer may be lost, or an error may pass.
  const insist = async (ns: string, to?: string) => (await ask(ns, to)) ?? (await ask(ns, to));
  // Some features are those of the server, others those of each account (XEP-0163).
  const addresses = wanted.length === 0 ? [] : [target.address.domain, bareOf(session.jid)];
  const [version, roster, ...discovered] = await Promise.all([
    ask(NS.version, target.address.domain),
    insist(NS.roster),
    ...addresses.map((address) => insist(NS.discoInfo, address)),
  ]);
  const announced = ANNOUNCED.filter(({ name, ns }) => child(session.features, name, ns)).map(({ feature }) => feature);
  const accounts = Object.keys(target.special).map((name) => `account:${name}`);
  const listed = new Set(discovered.flatMap(listedIn));
  const offered = wanted.filter((feature) => listed.has(feature));
  const features = [...(roster === undefined ? [] : ['roster-get']), ...announced, ...accounts, ...offered];
  return { ...(await softwareOf(target, version)), features };
}

/** The features that an answer lists, as scenarios name them. */
function listedIn(answer: XmlElement | undefined): readonly string[] {
  const query = answer && child(answer, 'query', NS.discoInfo);
  const features = query === undefined ? [] : elements(query).filter(({ name }) => name === 'feature');
  return features.map(({ attrs }) => `disco:${attrs['var'] ?? ''}`);
}

/** Name and version as the server reports them (XEP-0092), otherwise as installed, otherwise empty; its system the other way round. */
async function softwareOf(target: DiscoveredTarget, answer: XmlElement | undefined): Promise<Software> {
  const query = answer && child(answer, 'query', NS.version);
  const [software, version, os] = ['name', 'version', 'os'].map((name) => fieldOf(query, name)) as [
    string,
    string,
    string,
  ];
  const installed = await target.installed?.();
  const system = installed?.os ?? (os === '' ? undefined : os);
  const known = { software, version, ...(system !== undefined && { os: system }) };
  if (installed === undefined) return known;
  if (software === '' || version === '') return { ...installed, ...(system !== undefined && { os: system }) };
  const isSaid = software === installed.software && version === installed.version;
  return { ...known, ...(!isSaid && { package: `${installed.software} ${installed.version}`.trim() }) };
}

function fieldOf(query: XmlElement | undefined, name: string): string {
  const field = query && child(query, name, NS.version);
  const value = field === undefined ? '' : text(field);
  return value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)} ...` : value;
}
