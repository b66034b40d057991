/** Connection on which everything is published. A blocked publisher must not stop acks, so it stands alone. */
export const PUBLISH_CONNECTION = Symbol('publish connection');
/** Connection on which everything is consumed and acked. */
export const CONSUME_CONNECTION = Symbol('consume connection');
