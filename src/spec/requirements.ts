// The catalogue of requirements: RFC 6121, YD/T 2936-2015, and the rules of RFC 6120 that they refer to, with short quotations.

import type { DutyOf, ElementKind, Level, Requirement, SilencedKind, SuiteFeature } from '../model/standard.ts';
import { readSpec, type Spec } from './read-spec.ts';

/** The levels of RFC 2119 that requirements have, strongest first. */
export const levels = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY'] as const satisfies readonly Level[];

const DUTIES = [
  'subscribe',
  'subscribed',
  'unsubscribe',
  'unsubscribed',
  'presence',
  'message',
  'iq',
] as const satisfies readonly DutyOf[];

const KINDS = [
  'availability',
  'probe',
  'subscribe',
  'subscribed',
  'unsubscribe',
  'unsubscribed',
  'push',
  'request',
  'answer',
  'message',
  'error',
] as const satisfies readonly SilencedKind[];

const ELEMENTS = [
  'show',
  'status',
  'priority',
  'body',
  'subject',
  'thread',
  'extension',
] as const satisfies readonly ElementKind[];

/** The file with its schema. */
export const REQUIREMENTS: Spec<readonly Requirement[]> = {
  file: 'requirements.yaml',
  schema: (z) =>
    z.array(
      z.strictObject({
        id: z.string().regex(/^rfc\d+-(\d+|[A-E])(\.\d+)*-[a-z]+$/),
        level: z.enum(levels),
        role: z.enum(['server', 'client', 'both']),
        feature: z.string(),
        rfc: z.string(),
        ydt: z.string().nullable(),
        text: z.string(),
        zh: z.string(),
        observe: z.enum(['c2s', 'component', 'peer', 's2s', 'config', 'none']),
        passive: z.boolean().exactOptional(),
        about: z.array(z.enum(KINDS)).nonempty().readonly().exactOptional(),
        elements: z.array(z.enum(ELEMENTS)).nonempty().readonly().exactOptional(),
        once: z.literal(true).exactOptional(),
        binds: z
          .discriminatedUnion('server', [
            z.strictObject({ server: z.enum(['sender', 'recipient']), of: z.enum(DUTIES) }),
            z.strictObject({ server: z.literal('source'), of: z.enum(DUTIES).exactOptional() }),
          ])
          .exactOptional(),
        note: z.string().exactOptional(),
      }),
    ),
};

/** Reads spec/requirements.yaml , by id in the order of the file. Throws if it does not fit the schema. */
export function loadRequirements(): ReadonlyMap<string, Requirement> {
  const entries = readSpec(REQUIREMENTS);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  if (byId.size !== entries.length) throw new Error('spec/requirements.yaml has a duplicate id');
  return byId;
}

/** The catalogue with the requirements that scenario files bring. Where an id is in both, that of the catalogue counts. */
export function withOwn(
  catalogue: ReadonlyMap<string, Requirement>,
  own: readonly Requirement[],
): ReadonlyMap<string, Requirement> {
  return new Map([...catalogue, ...own.flatMap((one) => (catalogue.has(one.id) ? [] : [[one.id, one] as const]))]);
}

/** What a suite or a scenario file says of a requirement. */
export interface OwnRule extends Pick<Requirement, 'id' | 'level' | 'text'> {
  /** Another specification with its section: `XEP-0280 9`. */
  readonly section: string;
  /** Absent: there is no Chinese text, and the other one stands for it. */
  readonly zh?: string | undefined;
  readonly link: string;
  /** Absent: it binds servers. */
  readonly role?: Requirement['role'] | undefined;
  /** Absent: clients see whether it is met. */
  readonly observe?: 'c2s' | 'none' | undefined;
  readonly since?: string | undefined;
  readonly feature?: SuiteFeature | undefined;
}

/** The requirement of a suite or a scenario file. */
export function ownRequirement({ section, zh, role, observe, since, feature, ...rule }: OwnRule): Requirement {
  return {
    ...rule,
    ...{ role: role ?? 'server', feature: feature?.name ?? 'none', rfc: section, ydt: null, observe: observe ?? 'c2s' },
    zh: zh ?? rule.text,
    ...(feature !== undefined && { ofSuite: feature }),
    ...(since !== undefined && { since }),
  };
}

/** Whether a suite or a scenario file brings the requirement. */
export const isOwn = (requirement: Requirement): requirement is Requirement & { readonly link: string } =>
  requirement.link !== undefined;

/**
 * Whether this tool can check the requirement on a server: the denominator of coverage. Remote domains are simulated by a
 * component, so requirements that only another server can observe do not count.
 */
export function isObservable({ role, observe }: Requirement): boolean {
  return role !== 'client' && observe !== 'none' && observe !== 's2s';
}

/** The file with its schema: one quotation for the id of a requirement. */
export const QUOTES: Spec<Readonly<Record<string, string>>> = {
  file: 'quotes.yaml',
  schema: (z) => z.record(z.string(), z.string()),
};

/**
 * What the RFC says, in its own words; `…` stands for what is left out. Absent for what no client can see, for what is no MUST, and
 * for rules of tables, and of scenario files.
 */
export function quoteOf(id: string): string | undefined {
  return readSpec(QUOTES)[id];
}
