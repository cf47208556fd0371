// RFC 6121 12 (YD/T 2936 clause 16): the features that an implementation report names, in the order of the standard.

import type { Level } from '../model.ts';

/** What the standard asks of a server; `N/A`: nothing, the feature is one of clients. */
export type FeatureLevel = Level | 'N/A';

export interface Feature {
  /** As in `Requirement.feature`. */
  readonly name: string;
  /** Section of RFC 6121 that defines it, as section 12 says. */
  readonly section: string;
  readonly text: string;
  readonly level: FeatureLevel;
  /** Every login shows whether the server has it: by a stream feature, or by an answer to a roster get. */
  readonly seenAtLogin: boolean;
}

/** The 17 features. Names, sections and levels are those of the RFC; YD/T lacks roster-set. */
export const features: readonly Feature[] = [
  feature('message-body', '5.2.3', 'N/A', 'The text of a message, in several languages where there are several'),
  feature('message-subject', '5.2.4', 'N/A', 'The subject of a message'),
  feature('message-thread', '5.2.5', 'N/A', 'The thread that a message belongs to'),
  feature('message-type-support', '5.2.2', 'N/A', 'Messages of all five types are understood'),
  feature('message-type-deliver', '8', 'SHOULD', 'Messages are delivered as their type asks'),
  feature('presence-notype', '4.7.1', 'MUST', 'Presence without a type says that a resource is available'),
  feature('presence-probe', '4.7.1', 'MUST', 'Probes ask for the presence of contacts and are answered'),
  feature('presence-sub-approval', '3.1', 'MUST', "'subscribed' approves a request"),
  feature('presence-sub-cancel', '3.2', 'MUST', "'unsubscribed' denies a request or cancels a subscription"),
  feature('presence-sub-preapproval', '3.4', 'MAY', "'subscribed' may come before the request", true),
  feature('presence-sub-request', '3.1', 'MUST', "'subscribe' asks for a subscription"),
  feature('presence-sub-unsubscribe', '3.3', 'MUST', "'unsubscribe' ends one's own subscription"),
  feature('presence-unavailable', '4.7.1', 'MUST', "'unavailable' says that a resource is gone"),
  feature('roster-get', '2.1.3', 'MUST', 'The roster can be read', true),
  feature('roster-set', '2.1.5', 'MUST', 'Items of the roster can be added, changed and removed'),
  feature('roster-push', '2.1.6', 'MUST', 'Changes of the roster are pushed to all interested resources'),
  feature('roster-version', '2.6', 'MUST', 'A roster has a version, and only what is new need be sent', true),
];

function feature(name: string, section: string, level: FeatureLevel, text: string, seenAtLogin = false): Feature {
  return { name, section, text, level, seenAtLogin };
}
