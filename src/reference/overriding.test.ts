import { expect, test } from 'vitest';
import { login } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { attr } from './stanza-text.test-kit.ts';

const server = await useServer({ mode: 'overriding' });

test('binds another resource, and shows and applies the priority zero whatever a client gives', async () => {
  const client = await login(server, 'juliet/balcony');
  await client.fence();
  client.send('<presence><priority>-1</priority></presence>');
  client.send(`<message type="chat" to="juliet@${server.domain}"><body>Ay me</body></message>`);
  const [echo = '', message = ''] = await client.fence();
  expect(attr(echo, 'from')).not.toBe(`juliet@${server.domain}/balcony`);
  expect(echo).not.toContain('priority');
  expect(message).toContain('<body>Ay me</body>');
});
