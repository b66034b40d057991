/** What the mail server cannot do now but may do later. */
export class TemporaryMailError extends Error {
  override readonly name = 'TemporaryMailError';

  constructor(
    message: string,
    /** No answer came at all, so the next mail would fare no better. */
    readonly unreachable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What the mail server refused for good; the message has its words. */
export class PermanentMailError extends Error {
  override readonly name = 'PermanentMailError';

  constructor(
    message: string,
    /** The recipient or the message was refused: other mails may pass. Otherwise it is our account or sender. */
    readonly concernsThisMail: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The fields that nodemailer puts on its errors. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** No setting or server will make these pass later. */
const HOPELESS_CODES = new Set(['EENVELOPE', 'EMESSAGE']);

/** Sorts what nodemailer threw into temporary and permanent; an abort is passed on as it is. */
export function mailErrorOf(thrown: unknown): Error {
  if (!isErrorLike(thrown)) return new TemporaryMailError(String(thrown), false);
  if (thrown.name === 'AbortError') return thrown;
  const { code = '', command = '', response, responseCode = 0 } = thrown;
  const words = response ?? thrown.message;
  const options = { cause: thrown };
  if (responseCode >= 500) {
    return new PermanentMailError(words, command === 'RCPT TO' || command === 'DATA', options);
  }
  if (responseCode >= 400) return new TemporaryMailError(words, false, options);
  // Refused by nodemailer itself, before anything was sent.
  if (HOPELESS_CODES.has(code) && command === 'API') return new PermanentMailError(words, true, options);
  return new TemporaryMailError(`no answer from the mail server: ${words}`, true, options);
}

/** By shape, not by class: errors of sockets may come from another realm. */
function isErrorLike(thrown: unknown): thrown is SmtpError {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'name' in thrown;
}
