/** Where files are kept in S3-compatible storage. */
export interface S3Settings {
  readonly bucket: string;
  /** Of a storage other than Amazon's: `https://minio.example:9000`. */
  readonly endpoint?: string;
  readonly region: string;
  /** Without it, the credentials that the machine has: the role of its instance or pod. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What the keys of all our objects begin with. */
  readonly folder: string;
}
