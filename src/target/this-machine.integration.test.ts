import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import { describeInstalled } from './describe-server.test-kit.ts';
import { editedFile } from './this-machine.ts';

const EDITED = { kind: 'configuration-edited', debianPackage: 'prosody' };

describeInstalled('prosody', () => {
  test('a file that the package does not ship, or not so, counts as edited', () => {
    const file = temporaryFile('prosody.cfg.lua', 'modules_enabled = { }');
    expect(editedFile(file, 'prosody')).toEqual({ ...EDITED, file });
  });
});

describeInstalled('prosody-debian', () => {
  test('the installed configuration is as the package ships it', () => {
    expect(editedFile('/etc/prosody/prosody.cfg.lua', 'prosody')).toBeUndefined();
  });
});

test('a file that is not there cannot be read', () => {
  const file = '/nowhere/prosody.cfg.lua';
  expect(editedFile(file, 'prosody')).toEqual({ kind: 'configuration-unreadable', debianPackage: 'prosody', file });
});
