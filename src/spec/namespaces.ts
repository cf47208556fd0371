// The namespaces that standards define, and the standard that defines each. `validate` warns of all others.

import { NS } from '../stanza/xml.ts';

/** RFCs, in the words of RFC 6120 and RFC 6121. */
const OF_RFCS: Readonly<Record<string, readonly string[]>> = {
  'RFC 6120': [
    NS.client,
    NS.streams,
    NS.stanzas,
    NS.streamErrors,
    NS.tls,
    NS.sasl,
    NS.bind,
    'jabber:server',
    'urn:ietf:params:xml:ns:xmpp-framing',
  ],
  'RFC 6121': [NS.roster, NS.session, NS.rosterver, NS.preApproval],
  'RFC 3923': ['urn:ietf:params:xml:ns:xmpp-e2e'],
  'XML 1.0': [NS.xml],
  'XHTML 1.0': ['http://www.w3.org/1999/xhtml'],
};

const PROTOCOL = 'http://jabber.org/protocol/';

/** XMPP extensions by number. */
const OF_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  '0004': [NS.data],
  '0009': ['jabber:iq:rpc'],
  '0012': ['jabber:iq:last'],
  '0013': [`${PROTOCOL}offline`],
  '0016': ['jabber:iq:privacy'],
  '0020': [`${PROTOCOL}feature-neg`],
  '0022': ['jabber:x:event'],
  '0027': ['jabber:x:encrypted', 'jabber:x:signed'],
  '0030': [NS.discoInfo, `${PROTOCOL}disco#items`],
  '0033': [`${PROTOCOL}address`],
  '0045': ['', '#admin', '#owner', '#request', '#roomconfig', '#user', '#unique'].map(
    (part) => `${PROTOCOL}muc${part}`,
  ),
  '0047': [`${PROTOCOL}ibb`],
  '0048': ['storage:bookmarks'],
  '0049': ['jabber:iq:private'],
  '0050': [NS.commands],
  '0054': ['vcard-temp'],
  '0055': ['jabber:iq:search'],
  '0059': [`${PROTOCOL}rsm`],
  '0060': ['', '#errors', '#event', '#node_config', '#owner', '#publish-options', '#subscribe_options'].map(
    (part) => `${PROTOCOL}pubsub${part}`,
  ),
  '0065': [`${PROTOCOL}bytestreams`],
  '0066': ['jabber:iq:oob', 'jabber:x:oob'],
  '0070': [`${PROTOCOL}http-auth`],
  '0071': [`${PROTOCOL}xhtml-im`],
  '0077': [NS.register, NS.registerFeature],
  '0078': [NS.auth, 'http://jabber.org/features/iq-auth'],
  '0079': [`${PROTOCOL}amp`],
  '0080': [`${PROTOCOL}geoloc`],
  '0083': ['roster:delimiter'],
  '0084': ['urn:xmpp:avatar:data', 'urn:xmpp:avatar:metadata'],
  '0085': [`${PROTOCOL}chatstates`],
  '0090': ['jabber:iq:time'],
  '0091': ['jabber:x:delay'],
  '0092': [NS.version],
  '0095': [`${PROTOCOL}si`],
  '0096': [`${PROTOCOL}si/profile/file-transfer`],
  '0107': [`${PROTOCOL}mood`],
  '0108': [`${PROTOCOL}activity`],
  '0114': [NS.component],
  '0115': [`${PROTOCOL}caps`],
  '0118': [`${PROTOCOL}tune`],
  '0122': [`${PROTOCOL}xdata-validate`],
  '0124': [`${PROTOCOL}httpbind`],
  '0131': [`${PROTOCOL}shim`],
  '0133': [NS.admin],
  '0136': ['urn:xmpp:archive'],
  '0138': [`${PROTOCOL}compress`, 'http://jabber.org/features/compress'],
  '0141': [`${PROTOCOL}xdata-layout`],
  '0144': [`${PROTOCOL}rosterx`],
  '0145': ['storage:rosternotes'],
  '0152': ['urn:xmpp:reach:0'],
  '0153': ['vcard-temp:x:update'],
  '0157': [`${PROTOCOL}network/serverinfo`],
  '0158': ['urn:xmpp:captcha'],
  '0166': ['urn:xmpp:jingle:1', 'urn:xmpp:jingle:errors:1'],
  '0167': ['urn:xmpp:jingle:apps:rtp:1'],
  '0172': [`${PROTOCOL}nick`],
  '0176': ['urn:xmpp:jingle:transports:ice-udp:1'],
  '0184': ['urn:xmpp:receipts'],
  '0191': ['urn:xmpp:blocking', 'urn:xmpp:blocking:errors'],
  '0198': ['urn:xmpp:sm:2', 'urn:xmpp:sm:3'],
  '0199': [NS.ping],
  '0202': [NS.time],
  '0203': [NS.delay],
  '0206': ['urn:xmpp:xbosh'],
  '0215': ['urn:xmpp:extdisco:2'],
  '0220': ['jabber:server:dialback', 'urn:xmpp:features:dialback'],
  '0221': ['urn:xmpp:media-element'],
  '0224': ['urn:xmpp:attention:0'],
  '0231': ['urn:xmpp:bob'],
  '0234': ['urn:xmpp:jingle:apps:file-transfer:5'],
  '0249': ['jabber:x:conference'],
  '0258': ['urn:xmpp:sec-label:0', 'urn:xmpp:sec-label:catalog:2'],
  '0261': ['urn:xmpp:jingle:transports:ibb:1'],
  '0280': ['urn:xmpp:carbons:2'],
  '0292': ['urn:ietf:params:xml:ns:vcard-4.0', 'urn:xmpp:vcard4'],
  '0297': ['urn:xmpp:forward:0'],
  '0300': ['urn:xmpp:hashes:2'],
  '0308': ['urn:xmpp:message-correct:0'],
  '0313': ['urn:xmpp:mam:0', 'urn:xmpp:mam:1', 'urn:xmpp:mam:2', 'urn:xmpp:mam:2#extended'],
  '0317': ['urn:xmpp:hats:0'],
  '0319': ['urn:xmpp:idle:1'],
  '0333': ['urn:xmpp:chat-markers:0'],
  '0334': ['urn:xmpp:hints'],
  '0335': ['urn:xmpp:json:0'],
  '0352': ['urn:xmpp:csi:0'],
  '0353': ['urn:xmpp:jingle-message:0'],
  '0355': ['urn:xmpp:delegation:2'],
  '0356': ['urn:xmpp:privilege:2'],
  '0357': ['urn:xmpp:push:0'],
  '0359': ['urn:xmpp:sid:0'],
  '0363': ['urn:xmpp:http:upload:0'],
  '0369': ['urn:xmpp:mix:core:1', 'urn:xmpp:mix:pam:2'],
  '0372': ['urn:xmpp:reference:0'],
  '0373': ['urn:xmpp:openpgp:0'],
  '0377': ['urn:xmpp:reporting:1'],
  '0380': ['urn:xmpp:eme:0'],
  '0384': ['eu.siacs.conversations.axolotl', 'urn:xmpp:omemo:2'],
  '0386': ['urn:xmpp:bind:0'],
  '0388': [NS.sasl2],
  '0390': ['urn:xmpp:caps', 'urn:xmpp:caps:optimize'],
  '0393': ['urn:xmpp:styling:0'],
  '0402': ['urn:xmpp:bookmarks:1'],
  '0421': ['urn:xmpp:occupant-id:0'],
  '0422': ['urn:xmpp:fasten:0'],
  '0424': ['urn:xmpp:message-retract:0', 'urn:xmpp:message-retract:1'],
  '0425': ['urn:xmpp:message-moderate:1'],
  '0428': ['urn:xmpp:fallback:0'],
  '0440': ['urn:xmpp:sasl-cb:0'],
  '0444': ['urn:xmpp:reactions:0'],
  '0447': ['urn:xmpp:sfs:0'],
  '0461': ['urn:xmpp:reply:0'],
  '0484': ['urn:xmpp:fast:0'],
  '0490': ['urn:xmpp:mds:displayed:0'],
};

const entriesOf = (table: Readonly<Record<string, readonly string[]>>, prefix = '') =>
  Object.entries(table).flatMap(([standard, spaces]) => spaces.map((ns) => [ns, `${prefix}${standard}`] as const));

/** The standard that defines each namespace: `RFC 6121`, `XEP-0030`. */
export const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...entriesOf(OF_RFCS),
  ...entriesOf(OF_EXTENSIONS, 'XEP-'),
]);

/**
 * Names that are reserved for examples and tests: no standard defines them, and no server can know them. `urn:example:` is
 * of RFC 6963; `.example`, `.invalid`, `.test` and `.localhost` are of RFC 6761.
 */
const OWN = [
  /^urn:(?:example|xmppspec):/,
  /^urn:(?:[\w-]+\.)*(?:example|invalid|test|localhost)(?::|$)/,
  /^https?:\/\/(?:[\w-]+\.)*(?:example|invalid|test|localhost|example\.(?:com|net|org))(?::\d+)?(?:[/?#]|$)/,
];

/** Whether authors may use the namespace for elements of their own. */
export function isOwnNamespace(ns: string): boolean {
  return OWN.some((pattern) => pattern.test(ns));
}
