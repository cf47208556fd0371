/** Something that a target needs is not on this machine. `command` installs it on Debian. */
export class NotInstalled extends Error {
  readonly program: string;
  readonly command: string;
  constructor(program: string, debianPackage: string) {
    const command = `apt-get install ${debianPackage}`;
    super(`${program} is not installed; ${command}`);
    this.name = 'NotInstalled';
    this.program = program;
    this.command = command;
  }
}

/** True when a program could not be run because its file is not there. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
