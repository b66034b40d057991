/** What the mall's tasks must be told. */
export class MallSettings {
  constructor(
    /** `smtp://user:password@host:587`, or `smtps://`. */
    readonly smtpUrl: string,
    /** Address of the sender of every mail; its domain is also that of the Message-IDs. */
    readonly mailFrom: string,
    /** IANA zone in which days and months begin. */
    readonly timeZone: string,
  ) {}
}
