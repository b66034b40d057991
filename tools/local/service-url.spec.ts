import { parseServiceUrl, withoutPassword } from './service-url.ts';
import { SetupError } from './setup-error.ts';

describe('the address of a service', () => {
  it('is refused by the name of its variable when it is none', () => {
    expect(() => parseServiceUrl('AMQP_URL', 'localhost:5672', ['amqp:', 'amqps:'])).toThrow(SetupError);
    expect(() => parseServiceUrl('AMQP_URL', 'http://localhost', ['amqp:'])).toThrow(
      /^AMQP_URL is not an address/,
    );
  });

  it('is shown without its password', () => {
    expect(withoutPassword('amqp://me:secret@broker:5672/mall')).toBe('amqp://me:***@broker:5672/mall');
    expect(withoutPassword('postgres://me@db/mall')).toBe('postgres://me@db/mall');
  });
});
