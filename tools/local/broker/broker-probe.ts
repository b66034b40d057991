import { connect } from 'amqplib';
import { isSilence, type ProbeResult } from '../probe-result.ts';
import { messageOf } from '../setup-error.ts';

// Streams, which the journal needs, came with 3.9; 3.10 is the oldest one tested.
const OLDEST: readonly [number, number] = [3, 10];

/** Does a broker answer at this address, and may we log in? */
export async function probeBroker(url: string, timeoutMs = 5_000): Promise<ProbeResult> {
  try {
    const connection = await connect(url, { timeout: timeoutMs });
    // A broker that goes away during our goodbye is not an error of the probe.
    connection.on('error', () => undefined);
    const properties = connection.connection.serverProperties as { version?: unknown };
    const version = String(properties.version ?? 'unknown');
    await connection.close();
    if (isTooOld(version))
      return { state: 'refused', reason: `RabbitMQ ${version} is older than ${OLDEST.join('.')}` };
    return { state: 'accepted', version };
  } catch (error) {
    const reason = messageOf(error);
    if (isSilence(error)) return { state: 'silent', reason };
    return {
      state: 'refused',
      reason: reason.includes('ACCESS_REFUSED') ? 'wrong user or password' : reason,
    };
  }
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
