/** The storage of files did not answer, or not as it should: its cause says which. */
export class FileStoreUnavailable extends Error {
  override readonly name = 'FileStoreUnavailable';

  constructor(bucket: string, cause: unknown) {
    const { name, message } = cause as Error;
    super(`the file storage (bucket ${bucket}) did not do what was asked: ${name}: ${message}`, { cause });
  }
}
