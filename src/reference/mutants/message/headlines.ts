// RFC 6121 5.2.2: wrong deliveries of headlines.

import { and, fromClient, onRoute } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isMessage, isUnaddressed } from '../kit/predicates.ts';
import { isToMatchingResource } from '../kit/recipients.ts';
import { drop } from '../kit/rewrites.ts';
import { copyToOthers, ofType, withOutcomes } from './faults.ts';

export const headlineMutants: readonly Mutant[] = [
  breaks('5.2.2-d', {
    slug: 'to-one-only',
    title: 'It delivers a headline for a bare JID only to the most available resource.',
    fault: () => withOutcomes('headline', { 'several-non-negative/bare': 'M' }),
  }),
  breaks('5.2.2-e', {
    slug: 'lost',
    title: 'It drops a headline to an account.',
    fault: () => withOutcomes('headline', { 'one-non-negative/bare': 'S', 'several-non-negative/bare': 'S' }),
  }),
  breaks('5.2.2-e', {
    slug: 'lost-with-several',
    title: 'It drops a headline to an account with several resources.',
    fault: () => withOutcomes('headline', { 'several-non-negative/bare': 'S' }),
  }),
  breaks('5.2.2-e', {
    slug: 'lost-without-to',
    title: 'It drops a headline without "to".',
    fault: () =>
      fromClient((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'headline' && isUnaddressed(stanza), drop),
  }),
  breaks('5.2.2-f', {
    slug: 'lost',
    title: 'It drops a headline to a resource.',
    fault: () => onRoute(and(ofType('headline'), isToMatchingResource), drop),
  }),
  breaks('5.2.2-f', {
    slug: 'to-all',
    title: 'It also delivers a headline for a full JID to the other resources.',
    fault: () => copyToOthers(and(ofType('headline'), isToMatchingResource), () => true),
  }),
  breaks('5.2.2-g', {
    slug: 'kept',
    title: 'It stores a headline to an offline account.',
    fault: () => withOutcomes('headline', { 'no-active-resource/bare': 'O' }),
  }),
  breaks('5.2.2-g', {
    slug: 'to-negative',
    title: 'It delivers a headline for a bare JID to the only resource, which has a negative priority.',
    fault: () => withOutcomes('headline', { 'negative-only/bare': 'D' }),
  }),
  breaks('5.2.2-g', {
    slug: 'to-another',
    title: 'It delivers a headline for an unmatched resource to another resource.',
    fault: () =>
      withOutcomes('headline', { 'one-non-negative/full-no-match': 'D', 'several-non-negative/full-no-match': 'M' }),
  }),
];
