// What a server may say in SCRAM (RFC 5802) that a client must not believe.

export interface ScramLie {
  readonly name: string;
  readonly phase: 'challenge' | 'success';
  /** Changes the decoded message of the server, or the whole element. */
  readonly message?: (honest: string) => string;
  readonly element?: string;
}

const field = (name: string, value: string) => (message: string) =>
  message.replace(new RegExp(`(^|,)${name}=[^,]*`), `$1${name}=${value}`);

/** Nonces of the tester have 24 characters, those of the server follow. */
const CLIENT_NONCE = 24;

export const SCRAM_LIES: readonly ScramLie[] = [
  { name: 'other nonce', phase: 'challenge', message: field('r', 'somebodyelsesnonceandmore') },
  {
    name: 'no nonce of its own',
    phase: 'challenge',
    message: (honest) => honest.replace(/r=([^,]*)/, (_, nonce: string) => `r=${nonce.slice(0, CLIENT_NONCE)}`),
  },
  { name: 'empty nonce', phase: 'challenge', message: field('r', '') },
  { name: '0 iterations', phase: 'challenge', message: field('i', '0') },
  { name: '2^31 iterations', phase: 'challenge', message: field('i', '2147483648') },
  { name: '2^31-1 iterations', phase: 'challenge', message: field('i', '2147483647') },
  { name: '-1 iterations', phase: 'challenge', message: field('i', '-1') },
  { name: '1e999 iterations', phase: 'challenge', message: field('i', '1e999') },
  { name: 'half an iteration', phase: 'challenge', message: field('i', '4096.5') },
  { name: 'no iterations', phase: 'challenge', message: (honest) => honest.replace(/,i=.*/, '') },
  { name: 'other salt', phase: 'challenge', message: field('s', 'b3RoZXI=') },
  { name: 'empty salt', phase: 'challenge', message: field('s', '') },
  { name: 'salt of 1 MB', phase: 'challenge', message: field('s', 'A'.repeat(1_000_000)) },
  { name: 'mandatory extension', phase: 'challenge', message: (honest) => `m=x,${honest}` },
  { name: 'no message', phase: 'challenge', message: () => '' },
  { name: 'NUL bytes', phase: 'challenge', message: () => '\0\0\0' },
  {
    name: 'no base64',
    phase: 'challenge',
    element: `<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>%%%</challenge>`,
  },
  { name: 'success too early', phase: 'challenge', element: `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>` },
  { name: 'wrong signature', phase: 'success', message: () => 'v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
  { name: 'short signature', phase: 'success', message: () => 'v=AAAA' },
  { name: 'no signature', phase: 'success', message: () => '' },
  { name: 'error in success', phase: 'success', message: () => 'e=other-error' },
  {
    name: 'success and failure',
    phase: 'success',
    element: `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/><failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><aborted/></failure>`,
  },
  {
    name: 'endless challenges',
    phase: 'success',
    element: `<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`.repeat(500),
  },
];

/** The element with the changed message. */
export function lied({ message, element }: ScramLie, honest: string): string {
  if (element !== undefined) return element;
  return honest.replace(/^(<\w+ [^>]*?)(?:\/>|>([^<]*)(<\/\w+>))$/, (_, open: string, text = '', close = '') => {
    const changed = Buffer.from(message?.(Buffer.from(text, 'base64').toString()) ?? '').toString('base64');
    return close === '' ? `${open}/>` : `${open}>${changed}${close}`;
  });
}
