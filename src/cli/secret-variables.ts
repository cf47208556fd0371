// Environment variables that hold secrets.

/** The password of an account that is given without one. */
export const PASSWORD_VARIABLE = 'XMPPSPEC_PASSWORD';

/** The secret of the remote domain; it overrides the config file. */
export const SECRET_VARIABLE = 'XMPPSPEC_REMOTE_SECRET';
