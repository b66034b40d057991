import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ShelvedFile } from './file-shelf.js';
import { FileStoreUnavailable } from './file-store-unavailable.js';
import type { S3Settings } from './s3-settings.js';

const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
/** A storage that is silent must not hold a task or a download for ever. */
const TIMEOUTS = { connectionTimeout: 5_000, socketTimeout: 30_000 };

/** Objects of one bucket under one prefix. The SDK, 35 MB of memory, is loaded when the first one is wanted. */
export class S3Bucket {
  private client: Promise<S3Client> | null = null;

  constructor(
    private readonly settings: S3Settings,
    /** Ends with a slash. */
    private readonly prefix: string,
  ) {}

  /** Sends a file in parts. An upload that fails or is aborted leaves no object. */
  async upload(path: string, name: string, signal?: AbortSignal): Promise<void> {
    const client = await this.connect();
    const { Upload } = await import('@aws-sdk/lib-storage');
    signal?.throwIfAborted();
    const upload = new Upload({
      client,
      params: { ...this.at(name), Body: createReadStream(path, { highWaterMark: PART_BYTES }) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
      leavePartsOnError: false,
    });
    const abort = () => void upload.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await upload.done();
    } catch (error) {
      throw signal?.aborted ? signal.reason : this.unavailable(error);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async write(name: string, text: string): Promise<void> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.connect();
    const object = { ...this.at(name), Body: text, ContentType: 'application/json' };
    await this.asked(client.send(new PutObjectCommand(object)));
  }

  /** Null when there is no such object. */
  async read(name: string): Promise<Readable | null> {
    const { GetObjectCommand, NoSuchKey } = await import('@aws-sdk/client-s3');
    const client = await this.connect();
    try {
      const { Body } = await client.send(new GetObjectCommand(this.at(name)));
      return (Body as Readable | undefined) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw this.unavailable(error);
    }
  }

  async list(): Promise<ShelvedFile[]> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const query = { Bucket: this.settings.bucket, Prefix: this.prefix, Delimiter: '/' };
    const pages = paginateListObjectsV2({ client: await this.connect() }, query);
    const files: ShelvedFile[] = [];
    const take = async () => {
      for await (const { Contents = [] } of pages)
        for (const { Key = '', LastModified = new Date(0) } of Contents)
          files.push({ name: Key.slice(this.prefix.length), modified: LastModified });
    };
    await this.asked(take());
    return files;
  }

  async remove(name: string): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.connect();
    await this.asked(client.send(new DeleteObjectCommand(this.at(name))));
  }

  /** @throws FileStoreUnavailable */
  private async asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  private unavailable(cause: unknown): FileStoreUnavailable {
    return new FileStoreUnavailable(this.settings.bucket, cause);
  }

  private at(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.settings.bucket, Key: `${this.prefix}${name}` };
  }

  private connect(): Promise<S3Client> {
    this.client ??= this.open();
    return this.client;
  }

  private async open(): Promise<S3Client> {
    const { S3Client } = await import('@aws-sdk/client-s3');
    const { endpoint, region, credentials } = this.settings;
    return new S3Client({
      region,
      requestHandler: TIMEOUTS,
      ...(credentials ? { credentials } : {}),
      // Others than Amazon rarely have a host name for each bucket, and many refuse the newer checksums.
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      requestChecksumCalculation: endpoint ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
      responseChecksumValidation: endpoint ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
    });
  }
}
