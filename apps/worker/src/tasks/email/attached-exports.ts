import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { MAX_ATTACHED_BYTES } from '@celerity/contracts';
import type { FileShelf, KeptFile } from '@celerity/service';
import type { MailAttachment } from '../../mall/mail/mailer.js';
import { ExportSettings } from '../data/export-settings.js';

/** There is no such export, or it has expired: another attempt would find none either. */
export class AttachmentNotKept extends Error {
  override readonly name = 'AttachmentNotKept';

  constructor(id: string) {
    super(`attachments: there is no export ${id} that is still kept: send export_data and use its export_id`);
  }
}

export class AttachmentsTooLarge extends Error {
  override readonly name = 'AttachmentsTooLarge';

  constructor(bytes: number) {
    super(
      `attachments: ${bytes} bytes are more than the ${MAX_ATTACHED_BYTES} that a mail may carry: ` +
        'narrow the export by its filters, or let the reader download it',
    );
  }
}

/** Reads exports to attach them to a mail. */
@Injectable()
export class AttachedExports {
  private readonly shelf: FileShelf;

  constructor(settings: ExportSettings) {
    this.shelf = settings.shelf;
  }

  /** @throws AttachmentNotKept, AttachmentsTooLarge; nothing is read before the sizes are known */
  async read(ids: readonly string[]): Promise<MailAttachment[]> {
    const files: { id: string; file: KeptFile }[] = [];
    for (const id of ids) files.push({ id, file: await this.kept(id) });
    const bytes = files.reduce((sum, { file }) => sum + file.bytes, 0);
    if (bytes > MAX_ATTACHED_BYTES) throw new AttachmentsTooLarge(bytes);
    const attachments: MailAttachment[] = [];
    for (const { id, file } of files) attachments.push(await this.attachment(id, file));
    return attachments;
  }

  private async kept(id: string): Promise<KeptFile> {
    const file = await this.shelf.find(id.toLowerCase());
    const expired = file?.expires_at && Date.parse(file.expires_at) <= Date.now();
    if (!file || expired) throw new AttachmentNotKept(id);
    return file;
  }

  private async attachment(id: string, file: KeptFile): Promise<MailAttachment> {
    const stream = await this.shelf.open(file);
    if (!stream) throw new AttachmentNotKept(id);
    const content = await buffer(stream);
    if (createHash('sha256').update(content).digest('hex') !== file.sha256) {
      throw new Error(`export ${id} is not what was written: its checksum differs`);
    }
    return { filename: file.file_name, contentType: file.media_type, content };
  }
}
