import { Expired } from './expired.ts';

/**
 * Opens again, at once, where a server is known to close streams for no fault of the client; see
 * `TargetTraits.loginRetries`. A wait that expired is not repeated.
 */
export function retrying<Arguments extends readonly unknown[], Opened>(
  open: (...args: Arguments) => Promise<Opened>,
  retries: number,
): (...args: Arguments) => Promise<Opened> {
  return async (...args) => {
    for (let left = retries; left > 0; left -= 1) {
      try {
        return await open(...args);
      } catch (error) {
        if (error instanceof Expired) throw error;
      }
    }
    return open(...args);
  };
}
