/** The broker cannot take it now. Nothing was published: trying again is safe. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** The broker took it and said no (nack), or had no queue for it (return). It will not be delivered. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
}

/** Published, but no confirm came: it may or may not have arrived. Repeat it only flagged as a possible duplicate. */
export class ConfirmUnknown extends Error {
  override readonly name = 'ConfirmUnknown';
}

/** The broker refuses this client for good (credentials, virtual host, rights): somebody must act. */
export class BrokerRefused extends Error {
  override readonly name = 'BrokerRefused';
}

/** The broker holds an object of ours with other properties than this version declares. */
export class TopologyMismatch extends Error {
  override readonly name = 'TopologyMismatch';
}

/** True for answers to a connection attempt that repeating will not change. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    /ACCESS[-_]REFUSED|NOT_ALLOWED|403 \(|530 \(|vhost .* not found/i.test(error.message)
  );
}
