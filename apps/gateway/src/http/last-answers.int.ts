import { once } from 'node:events';
import { connect } from 'node:net';
import { TestSystem } from '../testing/test-system.js';

it('closes at a shutdown although a connection is open on which nothing was ever asked', async () => {
  const system = await TestSystem.start();
  const silent = connect(Number(new URL(system.gateway.url).port), '127.0.0.1');
  await once(silent, 'connect');
  // The server has taken it when it has answered one that came later.
  await system.gateway.ask('/health/live');
  const closed = once(silent, 'close');
  await system.stop();
  await closed;
});
