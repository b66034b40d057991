import { explain, ServiceConfig, TrueOrFalse, WholeNumber, type ConfigProblem } from '@celerity/service';
import { IsIn, IsOptional, Matches, MinLength, ValidateIf } from 'class-validator';
import { COMPRESSIONS, SASL_MECHANISMS, type KafkaSettings } from '../kafka/kafka-settings.js';

const beside = (others: string) => explain('is not set', `set it beside ${others}, or unset all of them`);
const HOST_AND_PORT = String.raw`(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):\d{1,5}`;
const PEM = /^-----BEGIN [A-Z ]+-----[\s\S]+-----END [A-Z ]+-----$/;
const pem = (of: string) =>
  explain('is no PEM text', `set its _FILE variant to the path of ${of} in PEM format`);

/** The bridge's settings. */
export class BridgeConfig extends ServiceConfig {
  override readonly PORT: number = 8004;

  @Matches(
    new RegExp(`^${HOST_AND_PORT}( *, *${HOST_AND_PORT})*$`),
    explain('is no list of brokers', 'set it to host:9092, or to several with commas between'),
  )
  readonly KAFKA_BROKERS: string;

  /** Without it `<CELERITY_PREFIX>.task-events`. */
  @IsOptional()
  @Matches(
    /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/,
    explain('is not the name of a topic', 'use up to 249 of A-Z a-z 0-9 . _ -'),
  )
  readonly KAFKA_TOPIC?: string;

  @Matches(
    /^[A-Za-z0-9._-]{1,100}$/,
    explain('is not a usable client id', 'use up to 100 of A-Z a-z 0-9 . _ -'),
  )
  readonly KAFKA_CLIENT_ID: string = 'celerity-kafka-bridge';

  @IsIn(COMPRESSIONS, explain('is not a compression', `use one of ${COMPRESSIONS.join(', ')}`))
  readonly KAFKA_COMPRESSION: (typeof COMPRESSIONS)[number] = 'none';

  /** Largest message that the topic takes (`max.message.bytes`), with room for what the protocol adds. */
  @WholeNumber('a number of bytes', { from: 20_000, to: 100_000_000 })
  readonly KAFKA_MAX_MESSAGE_BYTES: number = 900_000;

  @TrueOrFalse()
  readonly KAFKA_TLS: boolean = false;

  /** Of a certificate authority that the system does not know. */
  @IsOptional()
  @Matches(PEM, pem('the authority’s certificate'))
  readonly KAFKA_TLS_CA?: string;

  /** The bridge's own certificate, where brokers ask for one. */
  @ValidateIf(hasClientCertificate)
  @Matches(PEM, pem('the certificate that belongs to KAFKA_TLS_KEY'))
  readonly KAFKA_TLS_CERT?: string;

  @ValidateIf(hasClientCertificate)
  @Matches(PEM, pem('the key that belongs to KAFKA_TLS_CERT'))
  readonly KAFKA_TLS_KEY?: string;

  @ValidateIf(hasSasl)
  @IsIn(SASL_MECHANISMS, explain('is no mechanism known here', `use one of ${SASL_MECHANISMS.join(', ')}`))
  readonly KAFKA_SASL_MECHANISM?: (typeof SASL_MECHANISMS)[number];

  @ValidateIf(hasSasl)
  @MinLength(1, beside('KAFKA_SASL_MECHANISM and KAFKA_SASL_PASSWORD'))
  readonly KAFKA_SASL_USERNAME?: string;

  @ValidateIf(hasSasl)
  @MinLength(1, beside('KAFKA_SASL_MECHANISM and KAFKA_SASL_USERNAME'))
  readonly KAFKA_SASL_PASSWORD?: string;

  /** Go on although events between Kafka and the journal are missing: for one start, after such an alarm. */
  @TrueOrFalse()
  readonly ACCEPT_GAP: boolean = false;

  /** The same for the client. */
  get kafka(): KafkaSettings {
    const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = this;
    const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = this;
    return {
      brokers: this.KAFKA_BROKERS.split(',').map((broker) => broker.trim()),
      topic: this.KAFKA_TOPIC ?? `${this.CELERITY_PREFIX}.task-events`,
      clientId: this.KAFKA_CLIENT_ID,
      compression: this.KAFKA_COMPRESSION,
      tls: this.KAFKA_TLS ? { ...(ca && { ca }), ...(cert && key && { cert, key }) } : null,
      sasl:
        mechanism && username && this.KAFKA_SASL_PASSWORD
          ? { mechanism, username, password: this.KAFKA_SASL_PASSWORD }
          : null,
    };
  }

  override productionProblems(): ConfigProblem[] {
    const problems = super.productionProblems();
    if (this.KAFKA_SASL_MECHANISM === 'PLAIN' && !this.KAFKA_TLS) {
      problems.push({
        variable: 'KAFKA_TLS',
        problem: 'is off, so that SASL PLAIN sends the password in the clear in production',
        remedy: 'set KAFKA_TLS=true, or use one of the SCRAM mechanisms',
      });
    }
    return problems;
  }
}

function hasSasl(config: BridgeConfig): boolean {
  const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } = config;
  return [KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD].some((one) => one !== undefined);
}

function hasClientCertificate({ KAFKA_TLS_CERT, KAFKA_TLS_KEY }: BridgeConfig): boolean {
  return KAFKA_TLS_CERT !== undefined || KAFKA_TLS_KEY !== undefined;
}
