/** Where the messaging code says what happens to its connections; pino's loggers fit. */
export interface BrokerLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
