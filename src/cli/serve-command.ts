// `xmppspec serve`.

import { defineCommand } from './command-line/command.ts';
import { numberOption } from './command-line/number-options.ts';
import { MODE, TEXT } from './command-line/options.ts';

export const serveCommand = defineCommand({
  command: 'serve',
  describe: 'run the reference server, to try a client by hand',
  builder: (y) =>
    y
      .option('mutant', {
        ...TEXT,
        describe: 'serve with a fault: the id of a mutant, or the name of a degenerate server',
      })
      .options(MODE)
      .option('domain', { ...TEXT, alias: 'd', describe: 'domain to serve [default: xmppspec.localhost]' })
      .option('host', { ...TEXT, default: '127.0.0.1', describe: 'address to listen on' })
      .option('port', { ...numberOption('port'), default: 5222, describe: 'port to listen on; 0 takes a free one' }),
  async run(args) {
    const { serve } = await import('./serve.ts');
    return serve(args);
  },
});
