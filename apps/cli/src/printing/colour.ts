import type { Output } from '../surroundings.js';

/** Colour is for terminals that have it and people who want it (https://no-color.org). */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, output: Output): boolean {
  return output.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
