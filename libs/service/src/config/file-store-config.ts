import { IsOptional, IsUrl, Matches, MinLength, ValidateIf } from 'class-validator';
import type { S3Settings } from '../files/s3-settings.js';
import { explain } from './explain.js';
import { ServiceConfig } from './service-config.js';

const beside = (other: string) => explain('is not set', `set it beside ${other}, or unset both`);

/** The settings of a service that writes files for people, or hands them out. */
export class FileStoreConfig extends ServiceConfig {
  /** Keeps files in this bucket of an S3-compatible storage instead of folders. */
  @IsOptional()
  @Matches(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    explain('is not the name of a bucket', 'use 3 to 63 of a-z 0-9 . -'),
  )
  readonly S3_BUCKET?: string;

  /** Of a storage other than Amazon's. */
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true, allow_underscores: true },
    explain('is not an http:// or https:// URL', 'set it to https://storage.example:9000'),
  )
  readonly S3_ENDPOINT?: string;

  @Matches(/^[a-z0-9-]{2,32}$/, explain('is not a region', 'set it to a name like eu-central-1'))
  readonly S3_REGION: string = 'us-east-1';

  /** Without it, the credentials that the machine has. */
  @ValidateIf(
    ({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: FileStoreConfig) =>
      S3_ACCESS_KEY_ID !== undefined || S3_SECRET_ACCESS_KEY !== undefined,
  )
  @MinLength(1, beside('S3_SECRET_ACCESS_KEY'))
  readonly S3_ACCESS_KEY_ID?: string;

  @ValidateIf(
    ({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: FileStoreConfig) =>
      S3_ACCESS_KEY_ID !== undefined || S3_SECRET_ACCESS_KEY !== undefined,
  )
  @MinLength(1, beside('S3_ACCESS_KEY_ID'))
  readonly S3_SECRET_ACCESS_KEY?: string;

  /** What the keys of all objects begin with, so that two systems can share a bucket. */
  @Matches(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
    explain('is not a usable folder', 'use letters, digits, _ and -'),
  )
  readonly S3_FOLDER: string = 'celerity';

  /** Null where files are kept in folders. */
  get s3(): S3Settings | null {
    if (this.S3_BUCKET === undefined) return null;
    const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = this;
    return {
      ...{ bucket: this.S3_BUCKET, region: this.S3_REGION, folder: this.S3_FOLDER },
      ...(endpoint ? { endpoint } : {}),
      ...(id && secret ? { credentials: { accessKeyId: id, secretAccessKey: secret } } : {}),
    };
  }
}
