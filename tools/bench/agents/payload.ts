const FRAME = JSON.stringify({ message: '' }).length;

/** The arguments of every task here: 200 bytes as JSON. */
export const PAYLOAD = { message: 'x'.repeat(200 - FRAME) };
