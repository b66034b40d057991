import {
  AuthenticationError,
  MultipleErrors,
  NetworkError,
  ProtocolError,
  UserError,
} from '@platformatic/kafka';
import { kafkaFailure } from './kafka-failure.js';

const said = (thrown: unknown) => kafkaFailure('t', thrown).message;

it('says what the protocol answered, behind whatever wraps it, and the remedy', () => {
  const wrapped = new MultipleErrors('Producing messages failed.', [
    new MultipleErrors('Received response with error.', [new ProtocolError('MESSAGE_TOO_LARGE')]),
  ]);
  expect(said(wrapped)).toBe(
    "Kafka, topic t: MESSAGE_TOO_LARGE: set KAFKA_MAX_MESSAGE_BYTES below the topic's max.message.bytes",
  );
  expect(said(new UserError('Unknown topic t.'))).toMatch(/UNKNOWN_TOPIC_OR_PARTITION: create the topic/);
  const refused = new AuthenticationError('SASL authentication failed.', {
    cause: new ProtocolError('SASL_AUTHENTICATION_FAILED'),
  });
  expect(said(refused)).toMatch(/correct KAFKA_SASL_USERNAME/);
});

it('says each thing once, and how many more there are', () => {
  const one = () => new NetworkError('Connection closed');
  expect(said(new MultipleErrors('No.', [one(), one()]))).toBe(
    'Kafka, topic t: PLT_KFK_NETWORK Connection closed',
  );
  const other = new NetworkError('Connection to b:9092 failed.', {
    cause: new Error('connect ECONNREFUSED'),
  });
  expect(said(new MultipleErrors('No.', [one(), other]))).toMatch(/closed \(and 1 more\)$/);
});

it('takes whatever is thrown, and shows no password of a URL', () => {
  expect(said('gone')).toBe('Kafka, topic t: gone');
  expect(said(undefined)).toBe('Kafka, topic t: undefined');
  expect(said(new Error('no answer of kafka://me:canary@host'))).not.toContain('canary');
});
