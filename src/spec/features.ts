// RFC 6121 12 (YD/T 2936 clause 16): the features of an implementation report, in the order of the standard.

import type { Level, Requirement } from '../model/standard.ts';

/** The level for servers. `N/A`: the feature is for clients only. */
export type FeatureLevel = Level | 'N/A';

/** One feature of section 12. */
export interface Feature {
  /** As in `Requirement.feature`. */
  readonly name: string;
  /** Section that defines the feature: of RFC 6121, according to section 12, or of the specification of a suite. */
  readonly section: string;
  readonly text: string;
  readonly zh: string;
  readonly level: FeatureLevel;
  /** A login shows whether the server has the feature: by a stream feature, by the answer to a roster get, or by service discovery. */
  readonly seenAtLogin: boolean;
  /** Its name among the features of a target; absent: `name`. */
  readonly found?: string;
  /** The address of the section; absent: that of RFC 6121. */
  readonly link?: string;
  /** The ruling that disputes the level: its absence is no failure. Absent: none does. */
  readonly ruling?: string | undefined;
}

/** The 17 features, with the names, sections and levels of the RFC. YD/T lacks roster-set. */
export const features: readonly Feature[] = [
  feature('message-body', '5.2.3', 'N/A', {
    text: 'The text of a message, in several languages where there are several',
    zh: '消息的正文，可以有多个语言版本',
  }),
  feature('message-subject', '5.2.4', 'N/A', { text: 'The subject of a message', zh: '消息的主题' }),
  feature('message-thread', '5.2.5', 'N/A', { text: 'The thread that a message belongs to', zh: '消息所属的会话线索' }),
  feature('message-type-support', '5.2.2', 'N/A', {
    text: 'Messages of all five types are understood',
    zh: '能理解全部五种类型的消息',
  }),
  feature('message-type-deliver', '8', 'SHOULD', {
    text: 'Messages are delivered as their type asks',
    zh: '按消息类型递送消息',
  }),
  feature('presence-notype', '4.7.1', 'MUST', {
    text: 'Presence without a type says that a resource is available',
    zh: '没有类型的表示说明资源可用',
  }),
  feature('presence-probe', '4.7.1', 'MUST', {
    text: 'Probes ask for the presence of contacts and are answered',
    zh: '用表示探测询问联系人的表示，并应答探测',
  }),
  feature('presence-sub-approval', '3.1', 'MUST', {
    text: "'subscribed' approves a request",
    zh: '用“subscribed”批准请求订阅',
  }),
  feature('presence-sub-cancel', '3.2', 'MUST', {
    text: "'unsubscribed' denies a request or cancels a subscription",
    zh: '用“unsubscribed”拒绝请求或取消订阅项',
  }),
  feature(
    'presence-sub-preapproval',
    '3.4',
    'MAY',
    { text: "'subscribed' may come before the request", zh: '“subscribed”可以先于请求订阅发出' },
    { seenAtLogin: true },
  ),
  feature('presence-sub-request', '3.1', 'MUST', {
    text: "'subscribe' asks for a subscription",
    zh: '用“subscribe”请求订阅',
  }),
  feature('presence-sub-unsubscribe', '3.3', 'MUST', {
    text: "'unsubscribe' ends one's own subscription",
    zh: '用“unsubscribe”取消自己的订阅',
  }),
  feature('presence-unavailable', '4.7.1', 'MUST', {
    text: "'unavailable' says that a resource is gone",
    zh: '“unavailable”说明资源已不可用',
  }),
  feature('roster-get', '2.1.3', 'MUST', { text: 'The roster can be read', zh: '可以获取名册' }, { seenAtLogin: true }),
  feature('roster-set', '2.1.5', 'MUST', {
    text: 'Items of the roster can be added, changed and removed',
    zh: '可以增加、更新和删除名册条目',
  }),
  feature('roster-push', '2.1.6', 'MUST', {
    text: 'Changes of the roster are pushed to all interested resources',
    zh: '名册的变更推送给所有感兴趣的资源',
  }),
  feature(
    'roster-version',
    '2.6',
    'MUST',
    { text: 'A roster has a version, and only what is new need be sent', zh: '名册有版本，只需发送变更的部分' },
    { seenAtLogin: true, ruling: 'R19' },
  ),
];

/** The features of RFC 6121, then those of suites, in the order of their requirements. */
export function featuresOf(requirements: ReadonlyMap<string, Requirement>): readonly Feature[] {
  const own = new Map([...requirements.values()].flatMap(({ ofSuite }) => (ofSuite ? [[ofSuite.name, ofSuite]] : [])));
  return [...features, ...[...own.values()].map((one) => ({ ...one, seenAtLogin: one.found !== undefined }))];
}

/** Whether every server must have the feature: section 12 says so, and no ruling disputes it. */
export const isMandatory = (name: string): boolean =>
  features.some((one) => one.name === name && one.level === 'MUST' && one.ruling === undefined);

function feature(
  name: string,
  section: string,
  level: FeatureLevel,
  texts: { text: string; zh: string },
  { seenAtLogin = false, ruling }: { readonly seenAtLogin?: boolean; readonly ruling?: string } = {},
): Feature {
  return { name, section, ...texts, level, seenAtLogin, ruling };
}
