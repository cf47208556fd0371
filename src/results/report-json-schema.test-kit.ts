// The JSON report described for other programs.

import { z } from 'zod';
import { reportSchema } from './report-schema.ts';

/** The JSON schema of a report as it is in a file. Readers allow further keys: later versions may add some. */
export function reportJsonSchema(): object {
  return {
    title: 'JSON report of xmppspec',
    ...z.toJSONSchema(reportSchema, { target: 'draft-7', io: 'input', reused: 'ref' }),
  };
}
