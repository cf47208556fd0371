// Why a file cannot be read or written.

import type { Texts } from '../model/language.ts';
import { catalogue } from './catalogue.ts';
import { inBoth } from './texts.ts';

export const FILE_TROUBLES = catalogue(
  {
    notUtf8: 'not UTF-8; save the file as UTF-8',
    tooLarge: (most: number) => `expected at most ${most} bytes, got more`,
    absent: 'no such file',
    absentDirectory: 'no such directory',
    isDirectory: 'it is a directory',
    isNoDirectory: (path: string) => `${path} is not a directory`,
    isDevice: 'it is a device',
    forbidden: 'permission denied',
    readOnly: 'the file system is read-only',
    full: 'no space left on the device',
    linkLoop: 'the link leads to itself',
    ofSystem: (code: string) => `the system reports ${code}`,
  },
  {
    notUtf8: '不是 UTF-8；请将文件存为 UTF-8',
    tooLarge: (most) => `至多 ${most} 字节，实际更多`,
    absent: '没有该文件',
    absentDirectory: '没有该目录',
    isDirectory: '它是目录',
    isNoDirectory: (path) => `${path} 不是目录`,
    isDevice: '它是设备',
    forbidden: '没有权限',
    readOnly: '文件系统只读',
    full: '磁盘空间不足',
    linkLoop: '链接指向自身',
    ofSystem: (code) => `系统报告 ${code}`,
  },
);

/** Why, in both languages. */
export const fileTrouble = inBoth(FILE_TROUBLES);

/** A file that is not as it must be. */
export class FileTrouble extends Error {
  readonly texts: Texts;

  constructor(...[key, ...values]: Parameters<typeof fileTrouble>) {
    const texts = fileTrouble(key, ...values);
    super(texts.en);
    this.texts = texts;
  }
}

const OF_SYSTEM: Readonly<
  Record<string, Exclude<keyof typeof FILE_TROUBLES.en, 'tooLarge' | 'isNoDirectory' | 'ofSystem'>>
> = {
  ENOENT: 'absent',
  EISDIR: 'isDirectory',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  ELOOP: 'linkLoop',
};

/** What an error of the file system says; in English, an unknown one in the words of the system. */
export function troubleOf(error: unknown): Texts {
  if (error instanceof FileTrouble) return error.texts;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const name = String(code ?? error);
  const known = OF_SYSTEM[name];
  if (known !== undefined) return fileTrouble(known);
  return { en: String(message ?? error), zh: fileTrouble('ofSystem', name).zh };
}
