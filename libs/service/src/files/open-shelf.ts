import type { FileRecord, FileShelf, KeptFile } from './file-shelf.js';
import { FolderShelf } from './folder-shelf.js';
import { S3Shelf } from './s3-shelf.js';
import type { S3Settings } from './s3-settings.js';

/**
 * The shelf of that name: in S3-compatible storage when there is one, else the folder itself.
 * @param folder where files are kept, or only written
 */
export function openShelf<Kept extends FileRecord = KeptFile>(
  name: string,
  folder: string,
  s3: S3Settings | null,
): FileShelf<Kept> {
  return s3 ? new S3Shelf<Kept>(s3, name, folder) : new FolderShelf<Kept>(folder);
}
