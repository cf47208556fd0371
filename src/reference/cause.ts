import type { ServerState } from './server-state.ts';

/** Does work that an input stream causes. Work may be nested: one stream may end another. */
export function causedBy(server: ServerState, cause: string, work: () => void): void {
  const outer = server.cause;
  server.cause = cause;
  try {
    work();
  } finally {
    server.cause = outer;
  }
}
