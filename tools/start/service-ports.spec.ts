import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { checkPortsAreFree, readServicePorts } from './service-ports.ts';

describe('the ports of the services', () => {
  it('are 8000 to 8003 unless the environment says otherwise', () => {
    expect(Object.fromEntries(readServicePorts({ BEAT_PORT: '9002', KAFKA_BROKERS: '' }))).toEqual({
      gateway: 8000,
      worker: 8001,
      beat: 9002,
      monitor: 8003,
    });
  });

  it('have one for the bridge where a Kafka is named, and only there', () => {
    const env = { KAFKA_BROKERS: 'localhost:9092' };
    expect(readServicePorts(env).get('kafka-bridge')).toBe(8004);
    expect(readServicePorts({ ...env, KAFKA_BRIDGE_PORT: '9004' }).get('kafka-bridge')).toBe(9004);
    expect(() => readServicePorts({ ...env, KAFKA_BRIDGE_PORT: '8000' })).toThrow(
      'GATEWAY_PORT and KAFKA_BRIDGE_PORT both name port 8000',
    );
  });

  it.each([
    [{ GATEWAY_PORT: 'http' }, 'GATEWAY_PORT="http" is not a port'],
    [{ GATEWAY_PORT: '8001' }, 'WORKER_PORT and GATEWAY_PORT both name port 8001'],
  ])('are refused by name: %j', (env, message) => {
    expect(() => readServicePorts(env)).toThrow(message);
  });

  it('are told with their holder when one is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const check = checkPortsAreFree(new Map([['gateway', port]]));
    await expect(check).rejects.toThrow(
      `port ${port}, needed by the gateway, is taken by process ${process.pid} (`,
    );
    server.close();
  });
});
