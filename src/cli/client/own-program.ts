// The small client as a program, for a look at what a driver is: `xmppspec client -- node dist/cli/client/own-program.js`.

import process from 'node:process';
import { createInterface } from 'node:readline';
import { startOwn } from '../../client/own/own-driver.ts';

const { XMPP_JID: jid = '', XMPP_PASSWORD: password = '', XMPP_HOST: host = '', XMPP_PORT: port = '' } = process.env;
const login = { jid, password, host, port: Number(port), tls: 'none', ca: undefined } as const;
const client = startOwn()(login, {
  onLine: (line) => void process.stdout.write(`${line}\n`),
  onEnded: () => process.exit(),
});
createInterface({ input: process.stdin })
  .on('line', (line) => client.write(line))
  .on('close', () => process.exit());
