import { simpleParser, type AddressObject } from 'mailparser';

/** One mail as the sink shows it. */
export interface ReceivedMail {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  text: string;
  html: string;
  /** Where the mail lies as it came, byte for byte. */
  file: string;
}

export type MailPlace = Pick<ReceivedMail, 'id' | 'receivedAt' | 'file'>;

/** Reads a mail out of its wire form; the envelope's recipients, when known, are those it was really sent to. */
export async function parseMail(raw: Buffer, place: MailPlace, envelopeTo?: string[]): Promise<ReceivedMail> {
  const parsed = await simpleParser(raw, { skipImageLinks: true });
  const to = [parsed.to ?? []].flat().flatMap(addressesOf);
  return {
    ...place,
    from: parsed.from?.text ?? '',
    to: envelopeTo ?? to,
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
  };
}

function addressesOf({ value }: AddressObject): string[] {
  return value.flatMap(({ address }) => (address ? [address] : []));
}
