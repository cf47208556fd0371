// `xmppspec serve`.

import { defineCommand } from './command-line/command.ts';
import { numberOption } from './command-line/number-options.ts';
import { MODE, TEXT } from './command-line/options.ts';

export const serveCommand = defineCommand({
  command: 'serve',
  describe: 'run the reference server as a test double for clients, by hand or from their tests',
  builder: (y) =>
    y
      .option('mutant', {
        ...TEXT,
        describe: 'serve with a fault: the id of a mutant, or the name of a degenerate server',
      })
      .options(MODE)
      .option('domain', { ...TEXT, alias: 'd', describe: 'domain to serve [default: xmppspec.localhost]' })
      .option('host', { ...TEXT, default: '127.0.0.1', describe: 'address to listen on' })
      .option('port', { ...numberOption('port'), default: 5222, describe: 'port to listen on; 0 takes a free one' })
      .option('account', {
        ...TEXT,
        array: true,
        default: [] as string[],
        describe: 'an account as NAME:PASSWORD, repeatable',
      })
      .option('open', {
        type: 'boolean',
        default: false,
        describe: 'the first login of a name makes its account; offers PLAIN alone',
      })
      .option('tls', {
        type: 'string',
        choices: ['starttls', 'required', 'direct', 'none'] as const,
        default: 'starttls' as const,
        describe:
          'TLS that clients may ask for (starttls), must ask for (required), begin with (direct), or do without (none)',
      })
      .option('ca', {
        ...TEXT,
        describe: 'file to write the authority of the certificate to (PEM), for clients to trust',
      })
      .option('cert', { ...TEXT, describe: 'file with the certificate of the server (PEM), with --key' })
      .option('key', { ...TEXT, describe: 'file with the key of --cert (PEM)' })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'one JSON a line: events on standard output, commands on standard input; ends with the input',
      })
      .option('follow', { type: 'boolean', default: false, describe: 'show every login and every stanza' }),
  async run(args) {
    const { serve } = await import('./serve.ts');
    return serve(args);
  },
});
