/** The texts of the help in another language. */
export interface Translation {
  readonly about: string;
  /** By name of the command. */
  readonly commands: Readonly<Record<string, TranslatedCommand>>;
  /** The text of an option of a command; undefined: it has none. */
  optionText(command: string, option: string): string | undefined;
}

export interface TranslatedCommand {
  readonly describe: string;
  /** What its positional arguments are. */
  readonly positionals?: Readonly<Record<string, string>>;
  readonly epilogs?: readonly string[];
  readonly examples?: readonly string[];
}
