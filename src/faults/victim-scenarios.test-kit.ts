// The two cases that are run on each generated behaviour: logins, a roster, subscriptions, presence, a message, a drop.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TEST_CERTIFICATE } from '../reference/certificate.test-kit.ts';

const ROSTER = `title: A new item is answered and pushed
section: 2.3.2
actors:
  juliet: { balcony: {}, chamber: { presence: none } }
steps:
  - send:
      from: juliet/balcony
      stanza: '<iq type="set" id="add"><query xmlns="jabber:iq:roster"><item jid="nurse@\${domain}"/></query></iq>'
  - expect:
      juliet/balcony:
        - { stanza: '<iq type="result" id="add"/>', proves: rfc6121-2.3.2-b }
        - { stanza: '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="nurse@\${domain}"/></query></iq>', proves: rfc6121-2.3.2-c }
      juliet/chamber:
        - { stanza: '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="nurse@\${domain}"/></query></iq>', proves: rfc6121-2.3.2-c }
`;

const PRESENCE = `title: A message arrives, and a dropped connection is seen
section: 4.5.2
actors:
  juliet: { balcony: {} }
  romeo: { orchard: {}, garden: {} }
given: { user: juliet, contact: romeo, state: Both }
steps:
  - send: { from: romeo/orchard, stanza: '<message to="\${juliet/balcony}" type="chat"><body>hello</body></message>' }
  - expect:
      juliet/balcony:
        - { stanza: '<message from="\${romeo/orchard}"><body>hello</body></message>', proves: rfc6121-8.5.3.1-a }
  - drop: romeo/garden
  - expect:
      juliet/balcony:
        - { stanza: '<presence type="unavailable" from="\${romeo/garden}"/>', proves: rfc6121-4.5.2-e }
      romeo/orchard:
        - { stanza: '<presence type="unavailable" from="\${romeo/garden}"/>', proves: rfc6121-4.5.2-e }
`;

const SCENARIOS = { 'rfc6121/2.3.2/added.yaml': ROSTER, 'rfc6121/4.5.2/seen.yaml': PRESENCE };

/** Writes the scenarios and the certificate into a new directory. */
export function writeScenarios(): string {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-victims-'));
  for (const [name, text] of Object.entries(SCENARIOS)) {
    mkdirSync(dirname(join(directory, 'scenarios', name)), { recursive: true });
    writeFileSync(join(directory, 'scenarios', name), text);
  }
  writeFileSync(join(directory, 'ca.pem'), TEST_CERTIFICATE.cert);
  return directory;
}
