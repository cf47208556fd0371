// RFC 6121 4.3 and 4.6.6: probes that a client or a remote user sends, and what they may learn.

import { element, NS } from '../../stanza/xml.ts';
import type { ActOf, Address } from './act.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { ids, NOBODY, refsOf } from './cast.ts';
import { maybe, newsOf, told } from './presence.ts';
import { addressOf } from './stanzas.ts';
import { availableOf, isAway, isShown, sessionOf, stateOf, userOf, type World } from './world.ts';

const presence = (attrs: Readonly<Record<string, string>>) => element('presence', NS.client, attrs);

/** A probe of an account, or of one of its sessions. */
export const probes =
  ({ session, to }: ActOf<'probe'>): Effect =>
  (world) => {
    const user = userOf(session);
    if (to.user === NOBODY) return [unknown(world, session)];
    if (isAway(world, to.user)) return passedOn(world, user, to);
    const question: Question = { session, user, to, others: othersAt(world, session) };
    return isShown(world, to.user, user) ? answered(world, question) : denied(world, question);
  };

interface Question {
  readonly session: string;
  readonly user: string;
  readonly to: Address;
  /** The user's other sessions: an answer to the account is for them, too. */
  readonly others: readonly string[];
}

const othersAt = (world: World, session: string): readonly string[] =>
  availableOf(world, userOf(session)).filter((other) => other !== session);

/** No account: silence, or a denial (8.5.1, ruling R16). */
const unknown = (world: World, session: string): Branch =>
  branch(world, {
    may: [{ session, pattern: presence({ type: 'unsubscribed', from: `\${${NOBODY}}` }), proves: [] }],
    silences: [{ session, proves: ids('8.5.1-e', '11-a') }],
  });

/** The server should route what its client asks of a remote user. */
function passedOn(world: World, user: string, to: Address): readonly Branch[] {
  const [at = ''] = availableOf(world, to.user);
  const from = [user, ...refsOf(user, world.topology)].map((one) => `\${${one}}`).join('|');
  const pattern = presence({ type: 'probe', from: `\${oneof:${from}}` });
  return [
    branch(world, { names: ['routed'], receives: [{ session: at, pattern, proves: ids('4.3-d') }] }),
    branch(world, { names: ['not routed'], violates: ids('4.3-d') }),
  ];
}

/** A subscriber learns what every available resource has broadcast last; of one resource, that it is there. */
function answered(world: World, { session, user, to, others }: Question): readonly Branch[] {
  const there = availableOf(world, to.user);
  const shown = to.at === undefined ? there : there.filter((ref) => ref === to.at);
  const isClient = !isAway(world, user);
  const rules = [
    ...(isClient ? ids('4.3-d', '4.3-e') : []),
    ...(to.at === undefined ? ids('4.3.2-j') : ids('4.3.2-m')),
  ];
  const gone = [to.user, ...refsOf(to.user, world.topology)].map((one) => `\${${one}}`).join('|');
  const away = presence({ type: 'unavailable', from: `\${oneof:${gone}|${addressOf(to)}}` });
  const asNews = (ref: string) =>
    to.at === undefined ? newsOf(world, ref) : { from: `\${${ref}}`, type: '${absent}' as const };
  // Sessions that are not available may show themselves to whom they have sent directed presence (4.6.6).
  const tellers = availableTellers(world, to, session).filter((ref) => !shown.includes(ref));
  const known = [session, ...others].flatMap((at) =>
    tellers.map((ref) => maybe(at, { from: `\${${ref}}`, type: '${absent}' })),
  );
  const answer = branch(world, {
    receives: shown.map((ref) => told(session, asNews(ref), rules)),
    may: [
      ...known,
      ...shown.flatMap((ref) => others.map((other) => maybe(other, asNews(ref)))),
      ...(shown.length > 0 ? [] : [session, ...others].map((at) => ({ session: at, pattern: away, proves: [] }))),
    ],
    silences: quiet(world, { session, to }, to.at === undefined ? [] : ids('4.3.2-k')),
  });
  const isIgnorable = shown.length > 0 && isClient;
  const ignored = isIgnorable ? [branch(world, { names: ['probe ignored'], violates: ids('4.3-d') })] : [];
  const hidden = there.filter((ref) => !shown.includes(ref));
  const beside = [session, ...others].flatMap((at) => hidden.map((ref) => maybe(at, newsOf(world, ref))));
  const silences = quiet(world, { session, to }, []);
  const all = { ...answer, names: ['other resources shown'], may: [...answer.may, ...beside], silences };
  return [answer, ...ignored, ...(hidden.length > 0 ? [{ ...all, violates: ids('4.3.2-k') }] : [])];
}

/** Nobody but a subscriber, and whoever got directed presence, learns who is there (11, 4.6.6). */
function denied(world: World, { session, user, to, others }: Question): readonly Branch[] {
  const tellers = availableTellers(world, to, session);
  const may = [session, ...others].flatMap((at) => [
    ...tellers.map((ref) => ({ session: at, pattern: presence({ from: `\${${ref}}` }), proves: [] })),
    { session: at, pattern: presence({ type: 'unavailable', from: `\${${to.user}}` }), proves: [] },
    { session: at, pattern: presence({ type: 'error' }), proves: [] },
  ]);
  const silences = quiet(world, { session, to }, ids('4.6.6-c', '11-a'));
  const denial = presence({ type: 'unsubscribed' });
  if (!isAway(world, user)) {
    // The user's own server drops a denial that ends nothing (3.2.3).
    const seen = [session, ...others].map((at) => ({ session: at, pattern: denial, proves: [] }));
    return [branch(world, { may: [...may, ...seen], silences })];
  }
  const from = presence({ from: `\${${to.user}}` });
  const told = {
    session,
    pattern: denial,
    proves: ids('4.3.2-a'),
    further: [{ pattern: from, proves: ids('4.3.2-c') }],
  };
  return [
    branch(world, { names: ['denied'], receives: [told], may, silences }),
    branch(world, { names: ['not denied'], may, silences, violates: tellers.length > 0 ? [] : ids('4.3.2-a') }),
  ];
}

/** Sessions at an address that have sent the prober directed presence. */
const availableTellers = (world: World, { user, at }: Address, session: string): readonly string[] =>
  refsOf(user, world.topology).filter(
    (ref) =>
      (at === undefined || at === ref) &&
      sessionOf(world, ref).told.some(({ to }) => to === session || to === userOf(session)),
  );

/** The probe is for the server alone; its answer holds nothing more. */
function quiet(
  world: World,
  { session, to }: Pick<Question, 'session' | 'to'>,
  rules: readonly string[],
): Branch['silences'] {
  const asked = refsOf(to.user, world.topology).map((at) => ({ session: at, proves: ids('8.5.2.1.2-c') }));
  return rules.length === 0 ? asked : [...asked, { session, proves: rules }];
}

/** Whether a denial that answers the probe would end nothing: otherwise rulings disagree on what it ends (R38). */
export function isHarmless(world: World, user: string, contact: string): boolean {
  if (contact === NOBODY) return true;
  if (isAway(world, user)) return !stateOf(world, contact, user).pendingIn;
  if (isAway(world, contact) || isShown(world, contact, user)) return true;
  const { subscription, ask } = stateOf(world, user, contact);
  return !ask && (subscription === 'none' || subscription === 'from') && !stateOf(world, contact, user).pendingIn;
}
