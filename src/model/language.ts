// The languages of everything that people read.

export type Language = 'en' | 'zh';

/** One text in each language, for what is said before the language of the reader is known. */
export type Texts = Readonly<Record<Language, string>>;
