/** Schema `kafka_bridge`: how far each journal is in Kafka. */
export interface BridgeDatabase {
  readonly positions: {
    readonly journal: string;
    /** Term of the replica that may write; an older one changes nothing any more. */
    readonly term: string;
    readonly next_offset: string;
    /** Counts the journals under this name: numbers of messages begin anew in each. */
    readonly generation: number;
  };
}

/** The table that a position store keeps. */
export const POSITIONS = 'positions';
