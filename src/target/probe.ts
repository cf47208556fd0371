// What a target offers, found out once before the first case.

import { randomUUID } from 'node:crypto';
import type { Connect, Lend, Session } from '../model/session.ts';
import type { Capabilities, RunningTarget } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Software } from './launched-target.ts';

/** What the probe works with. */
export interface ProbeTools {
  readonly connect: Connect;
  readonly lend: Lend;
  /** Bounds the login and each answer. */
  readonly timeoutMs: number;
}

/** A target, and what is known of its software where it does not tell. */
type ProbedTarget = RunningTarget & { installed?(): Promise<Software> };

/** What servers announce after authentication, by the feature it stands for (RFC 6121 2.6.1, 3.4.1). */
const ANNOUNCED = [
  { feature: 'roster-version', name: 'ver', ns: 'urn:xmpp:features:rosterver' },
  { feature: 'presence-sub-preapproval', name: 'sub', ns: 'urn:xmpp:features:pre-approval' },
] as const;

/** All features of the standards that `probe` looks for. */
export const PROBED_FEATURES: readonly string[] = ['roster-get', ...ANNOUNCED.map(({ feature }) => feature)];

/** Characters of a name or version that are kept: every report tells them, and a server may send a whole stanza of it. */
const MAX_TOLD = 100;

/** Lends an account, logs in, looks and asks, and gives the account back. Rejects when it gets no account or session. */
export async function probe(target: ProbedTarget, tools: ProbeTools): Promise<Capabilities> {
  const loan = await tools.lend('fresh');
  try {
    const { timeoutMs } = tools;
    const login = { account: loan.account, resource: 'probe', answers: true, timeoutMs, record: () => undefined };
    const session = await tools.connect(login);
    return await look(target, session, timeoutMs).finally(() => session.close(timeoutMs));
  } finally {
    await loan.giveBack();
  }
}

async function look(target: ProbedTarget, session: Session, timeoutMs: number): Promise<Capabilities> {
  // The whole time that any wait may take: on a busy machine a shorter one would take a slow answer for a missing feature.
  const [version, roster] = await Promise.all([
    ask(session, 'jabber:iq:version', { to: target.address.domain }, timeoutMs),
    ask(session, 'jabber:iq:roster', {}, timeoutMs),
  ]);
  const announced = ANNOUNCED.filter(({ name, ns }) => find(session.features, name, ns)).map(({ feature }) => feature);
  const accounts = Object.keys(target.special).map((name) => `account:${name}`);
  const features = [...(roster === undefined ? [] : ['roster-get']), ...announced, ...accounts];
  return { ...(await software(target, version)), features };
}

/** The result of an IQ get; undefined for an error, and when no answer came. */
async function ask(session: Session, ns: string, to: { to?: string }, timeoutMs: number) {
  const query: XmlElement = { name: 'query', ns, attrs: {}, children: [] };
  const attrs = { type: 'get', id: randomUUID(), ...to };
  const iq: XmlElement = { name: 'iq', ns: 'jabber:client', attrs, children: [query] };
  const answer = await session.request(iq, 'setup', timeoutMs).catch(() => undefined);
  return answer?.attrs['type'] === 'result' ? answer : undefined;
}

/** Name and version as the server tells them (XEP-0092), or as installed, or empty. */
async function software(target: ProbedTarget, version: XmlElement | undefined): Promise<Software> {
  const query = version && find(version, 'query', 'jabber:iq:version');
  const told = { software: textOf(query, 'name'), version: textOf(query, 'version') };
  if (told.software !== '' && told.version !== '') return told;
  return (await target.installed?.()) ?? told;
}

function textOf(query: XmlElement | undefined, name: string): string {
  const found = query && find(query, name, query.ns);
  const told = (found?.children ?? []).filter((node) => typeof node === 'string').join('');
  return told.length > MAX_TOLD ? `${told.slice(0, MAX_TOLD)} ...` : told;
}

function find(parent: XmlElement, name: string, ns: string): XmlElement | undefined {
  return parent.children.filter((node) => typeof node !== 'string').find((e) => e.name === name && e.ns === ns);
}
