import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Settings } from '../files/s3-settings.js';

const BUCKET = 'celerity-test';
/** The one account that the server has. */
const KEY = 'S3RVER';

/** A server that speaks the protocol of S3, with one empty bucket. */
export class S3TestServer {
  private constructor(
    private readonly server: S3rver,
    private readonly directory: string,
    /** `folder` tells tests apart. */
    readonly settings: S3Settings & { readonly endpoint: string },
  ) {}

  static async start(): Promise<S3TestServer> {
    const directory = await mkdtemp(join(tmpdir(), 's3-'));
    const server = new S3rver({
      ...{ address: '127.0.0.1', port: 0, silent: true, directory },
      configureBuckets: [{ name: BUCKET, configs: [] }],
    });
    const { port } = await server.run();
    return new S3TestServer(server, directory, {
      ...{ bucket: BUCKET, endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', folder: 'celerity' },
      credentials: { accessKeyId: KEY, secretAccessKey: KEY },
    });
  }

  /** As the environment of a service says it. */
  get env(): Record<string, string> {
    const { bucket, endpoint } = this.settings;
    return { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: KEY, S3_SECRET_ACCESS_KEY: KEY };
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}
