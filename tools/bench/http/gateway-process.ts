import { createHmac, randomBytes } from 'node:crypto';
import type { OwnPrefix } from '../ground/own-prefix.ts';
import { startBenchProcess } from './bench-process.ts';
import type { Target } from './http-load.ts';

const LIFETIME_S = 3_600;

/** The gateway as it is delivered, alone: no worker takes its tasks and no monitor reads its journal. */
export async function startGateway(
  services: OwnPrefix,
  started: AsyncDisposableStack,
  settings: NodeJS.ProcessEnv = {},
): Promise<Target> {
  const secret = randomBytes(32).toString('hex');
  const process = await startBenchProcess(
    {
      name: 'gateway',
      script: 'apps/gateway/dist/main.js',
      env: {
        AMQP_URL: services.amqpUrl,
        DATABASE_URL: services.databaseUrl,
        CELERITY_PREFIX: services.prefix,
        CELERITY_HOME: services.home,
        JWT_SECRET: secret,
        ...settings,
      },
      dir: services.home,
      readyPath: '/health/ready',
    },
    started,
  );
  return {
    name: 'gateway',
    identity: process.identity,
    url: `${process.url}/api/core/tasks`,
    headers: { authorization: `Bearer ${operatorToken(secret)}` },
  };
}

function operatorToken(secret: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: 'bench', role: 'operator', iss: 'celerity', aud: 'celerity-api', iat: now };
  const signed = [
    { alg: 'HS256', typ: 'JWT' },
    { ...claims, exp: now + LIFETIME_S },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
