import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFile, xmppspec } from './cli.test-kit.ts';

const manual = readFileSync(new URL('../../scenarios/README.md', import.meta.url), 'utf8');
const examples = [...manual.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

test('every example of the scenario manual passes on the embedded reference server', async () => {
  expect(examples.length).toBeGreaterThan(3);
  const files = examples.map((text, index) => temporaryFile(`example-${index}.yaml`, text));
  const { code, stdout, stderr } = await xmppspec(['run', '-t', 'reference', ...files]);
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain('skipped');
});
