// What is wrong with the target that a user names, before anything is launched or reached.

/** Why the address of a server, xmpp://host[:port] or xmpps://host[:port], cannot be used. */
export type AddressProblem =
  | { readonly kind: 'address-malformed'; readonly url: string }
  | { readonly kind: 'address-has-user'; readonly url: string }
  /** Something follows host and port. */
  | { readonly kind: 'address-too-long'; readonly url: string; readonly rest: string }
  | { readonly kind: 'address-has-no-host'; readonly url: string }
  | { readonly kind: 'address-port-invalid'; readonly url: string; readonly port: string }
  /** xmpps:// means direct TLS, and no TLS was asked for. */
  | { readonly kind: 'address-needs-tls'; readonly url: string }
  /** No TLS was asked for, on an address that is not loopback. */
  | { readonly kind: 'plaintext-not-loopback'; readonly url: string };

/** What is known to prevent a launch before it begins. */
export type LaunchObstacle =
  /** A program that the target needs. */
  | { readonly kind: 'not-installed'; readonly program: string; readonly debianPackage: string }
  /** The configuration of a package, which the target is to be launched with. */
  | { readonly kind: 'configuration-unreadable'; readonly file: string; readonly debianPackage: string }
  /** The file is not the one that the package ships. */
  | { readonly kind: 'configuration-edited'; readonly file: string; readonly debianPackage: string };
