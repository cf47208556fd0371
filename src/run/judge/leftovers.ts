// What arrived at a session and no expectation took: each stanza is set aside, charged to a rule, or unexplained. Pure.

import type { TrafficModule } from '../../model/session.ts';
import type { SilencedKind } from '../../model/standard.ts';
import type { Check, SessionExpectation } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf, bareOf, domainOf, localOf, resourceOf } from '../../stanza/jid.ts';
import { match, resembles } from '../../stanza/match.ts';
import type { JudgeContext } from './arrivals.ts';
import { detailFaults } from './details.ts';
import { isOfServer, moduleOf, type Surroundings } from './module-traffic.ts';
import { NOTIFICATIONS, silencedKind } from './silenced-kind.ts';
import { breakable } from './verdict.ts';

/** A stanza that the target sends on its own; `module` is undefined where its list of ambient traffic names it. */
export interface SetAside {
  readonly stanza: XmlElement;
  readonly module?: TrafficModule | undefined;
}

/** A stanza that a rule forbids here. */
export interface Charged {
  readonly stanza: XmlElement;
  /** The requirements that it breaks. */
  readonly proves: readonly string[];
  /** It is a further copy of a stanza that the session may receive. */
  readonly isRepeated: boolean;
}

/** What the rules say of the stanzas left over at one session. */
export interface Charges {
  readonly charged: readonly Charged[];
  /** No rule forbids these: they accuse nobody. */
  readonly unexplained: readonly XmlElement[];
}

/** A session, and what may be charged there. */
export interface Rules {
  readonly expectation: SessionExpectation;
  /** The rules of silence that the session cites, and those of the step. */
  readonly silence: readonly (readonly string[])[];
  /** What the session receives in other alternatives of the step. */
  readonly elsewhere: readonly Pick<Check, 'pattern' | 'proves'>[];
}

/** Stanzas that the target or one of its modules sends on its own. */
export function setAside(
  stanzas: Iterable<XmlElement>,
  { receives, may }: Pick<SessionExpectation, 'receives' | 'may'>,
  { ambient, ...context }: Placed & Pick<JudgeContext, 'ambient'>,
): readonly SetAside[] {
  const { bindings } = context;
  const places = placesOf(context);
  const isMatched = (stanza: XmlElement) => (pattern: XmlElement) => match(pattern, stanza, bindings).matches;
  return [...stanzas].flatMap((stanza) => {
    if (ambient.some(isMatched(stanza))) return [{ stanza }];
    if ([...receives.map(({ pattern }) => pattern), ...may].some(isMatched(stanza))) return [];
    const [module] = places.flatMap((at) => moduleOf(stanza, at) ?? []);
    return module === undefined ? [] : [{ stanza, module }];
  });
}

/** Whether nothing that the case has done is known to cause a stanza that is not set aside: the server may send it at any time. */
export const isUncaused = (stanza: XmlElement, context: Placed): boolean =>
  placesOf(context).some((at) => isOfServer(stanza, at));

type Placed = Pick<JudgeContext, 'bindings' | 'isFederated' | 'sent'>;

/** Where stanzas arrive: at each server of the case. */
function placesOf({ bindings: { fixed }, isFederated, sent }: Placed): readonly Surroundings[] {
  const [domain = '', remote] = [fixed.get('domain'), fixed.get('remote')];
  return (isFederated ? [domain, remote ?? ''] : [domain]).map((server) => ({ domain: server, remote, sent }));
}

/**
 * Charges each stanza to the rules of silence that are cited for the session, or else for the step, and are about its kind. A
 * further copy of a stanza that may come breaks only those that say how often, and else the rules of the stanza that it repeats.
 * What resembles a stanza of another alternative breaks the rules of that one. Nothing is charged to a MAY.
 */
export function charge(stanzas: Iterable<XmlElement>, rules: Rules, context: JudgeContext): Charges {
  const charged: Charged[] = [];
  const unexplained: XmlElement[] = [];
  for (const stanza of stanzas) {
    const kind = silencedKind(stanza, context.sent());
    // The lint of the case charges a push that shows somebody else the roster.
    if (kind === 'push' && isForeign(stanza, rules.expectation.session, context)) continue;
    const { lists, isRepeated } = rulesFor(stanza, kind, rules, context);
    const proves = lists.map((list) => breakable(list, context)).find((list) => list.length > 0);
    if (proves === undefined) unexplained.push(stanza);
    else charged.push({ stanza, proves, isRepeated });
  }
  return { charged, unexplained };
}

/** The rules that a stanza may break, by rank, and whether it is a further copy of one that may come. */
function rulesFor(stanza: XmlElement, kind: SilencedKind, rules: Rules, context: JudgeContext) {
  const { bindings, requirements } = context;
  const { receives, may } = rules.expectation;
  const isCopy = ({ pattern, proves }: Pick<Check, 'pattern' | 'proves'>) =>
    match(pattern, stanza, bindings).matches ||
    detailFaults(pattern, stanza, { ...context, cited: proves, isFurther: false }).length > 0;
  const repeated = receives.find(isCopy);
  const isRepeated = repeated !== undefined || may.some((pattern) => isCopy({ pattern, proves: [] }));
  const silence = rules.silence.map((list) => list.filter((id) => requirements.get(id)?.about?.includes(kind) ?? true));
  if (isRepeated) {
    const counting = silence.map((list) => list.filter((id) => requirements.get(id)?.once));
    const lists = [...counting, repeated?.proves ?? [], ...(NOTIFICATIONS.includes(kind) ? [] : silence)];
    return { lists, isRepeated };
  }
  const resembled = rules.elsewhere.find(({ pattern }) => resembles(pattern, stanza, bindings));
  return {
    lists: [...silence, resembled?.proves ?? [], isTelling(stanza, kind, rules, context) ? [OF_PRESENCE] : []],
    isRepeated,
  };
}

/**
 * Send outbound presence only as section 4 allows: what tells of a resource breaks it where any rule of silence is cited. No sentence
 * forbids to show a user's own resources to one that is connected and not available: where that is asked about, it warns (ruling R34).
 */
const OF_PRESENCE = 'rfc6121-11-c';

function isTelling(
  { attrs: { from = '' } }: XmlElement,
  kind: SilencedKind,
  { silence, expectation: { session } }: Rules,
  { bindings, isAvailable }: JudgeContext,
): boolean {
  const isOwn = bareOf(from) === bindings.fixed.get(actorOf(session));
  if (isOwn && isAvailable?.(session) === false) return false;
  return kind === 'availability' && resourceOf(from) !== '' && silence.some((list) => list.length > 0);
}

/** Whether a roster push shows the session the roster of somebody else. */
function isForeign({ attrs: { from } }: XmlElement, session: string, { bindings, isFederated }: JudgeContext): boolean {
  const user = bindings.fixed.get(actorOf(session)) ?? '';
  const isRemote = isFederated !== true && domainOf(user) === bindings.fixed.get('remote');
  return isRemote || (from !== undefined && localOf(from) !== '' && resourceOf(from) === '' && from !== user);
}
