import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { checkPortsAreFree, readServicePorts } from './service-ports.ts';

describe('the ports of the services', () => {
  it('are 8000 to 8003 unless the environment says otherwise', () => {
    expect(readServicePorts({ BEAT_PORT: '9002' })).toEqual({
      gateway: 8000,
      worker: 8001,
      beat: 9002,
      monitor: 8003,
    });
  });

  it.each([
    [{ GATEWAY_PORT: 'http' }, 'GATEWAY_PORT="http" is not a port'],
    [{ GATEWAY_PORT: '8001' }, 'GATEWAY_PORT and WORKER_PORT both name port 8001'],
  ])('are refused by name: %j', (env, message) => {
    expect(() => readServicePorts(env)).toThrow(message);
  });

  it('are told with their holder when one is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const check = checkPortsAreFree({ gateway: port, worker: 0, beat: 0, monitor: 0 });
    await expect(check).rejects.toThrow(
      `port ${port}, needed by the gateway, is taken by process ${process.pid} (`,
    );
    server.close();
  });
});
