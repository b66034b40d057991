import { describeError } from '@celerity/service';

/** Kafka did not take records, or did not answer; says what to do where something can be done. */
export class KafkaFailure extends Error {
  override readonly name = 'KafkaFailure';
}

/** What people can do about what the protocol answers. */
const REMEDIES: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'create the topic, or correct KAFKA_TOPIC',
  TOPIC_AUTHORIZATION_FAILED: 'allow this user to write to and describe the topic',
  CLUSTER_AUTHORIZATION_FAILED: 'allow this user to write to the topic',
  SASL_AUTHENTICATION_FAILED: 'correct KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
  UNSUPPORTED_SASL_MECHANISM: 'set KAFKA_SASL_MECHANISM to one that the brokers offer',
  MESSAGE_TOO_LARGE: "set KAFKA_MAX_MESSAGE_BYTES below the topic's max.message.bytes",
  NOT_ENOUGH_REPLICAS: 'too few replicas are in sync for min.insync.replicas',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'too few replicas are in sync for min.insync.replicas',
};

/** The failure behind what the client threw, which often is an error that wraps several. */
export function kafkaFailure(topic: string, thrown: unknown): KafkaFailure {
  const [first = '', ...others] = textsOf(thrown);
  const remedy = REMEDIES[first];
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return new KafkaFailure(`Kafka, topic ${topic}: ${first}${more}${remedy ? `: ${remedy}` : ''}`);
}

/** What the innermost errors say, each once: the protocol's codes where there are any. */
function textsOf(thrown: unknown): string[] {
  const leaves = leavesOf(thrown);
  const codes = leaves.flatMap((leaf) => codeOf(leaf) ?? []);
  return [...new Set(codes.length > 0 ? codes : leaves.map(describeError))];
}

function codeOf(leaf: unknown): string | null {
  const { apiId, message } = leaf as { readonly apiId?: unknown; readonly message?: unknown };
  if (typeof apiId === 'string') return apiId;
  // The client's own words for that code.
  return String(message).startsWith('Unknown topic ') ? 'UNKNOWN_TOPIC_OR_PARTITION' : null;
}

function leavesOf(thrown: unknown, depth = 0): unknown[] {
  if (typeof thrown !== 'object' || thrown === null || depth > 5) return [String(thrown)];
  const { errors, cause } = thrown as { readonly errors?: unknown; readonly cause?: unknown };
  const inner = Array.isArray(errors) ? (errors as unknown[]) : cause === undefined ? [] : [cause];
  return inner.length > 0 ? inner.flatMap((one) => leavesOf(one, depth + 1)) : [thrown];
}
