import { afterAll } from 'vitest';
import { type ReferenceOptions, type ReferenceServer, startReference } from './server.ts';

/** Starts a server for the tests of a file, and stops it after them. */
export async function useServer(options: ReferenceOptions = {}): Promise<ReferenceServer> {
  const server = await startReference(options);
  afterAll(() => server.stop());
  return server;
}
