import { StopError } from './stop-error.mjs';

const OLDEST = [20, 11];

/** Stops when the machine's Node is too old even to install the packages, the project's own Node among them. */
export function checkNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new StopError(
    `Node ${version} is too old, ${OLDEST.join('.')} or newer is needed`,
    'Install the current LTS from https://nodejs.org, then repeat the command.',
  );
}
