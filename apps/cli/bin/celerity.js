#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Plain JavaScript, kept beside the sources: npm links a command when it installs, which is before the build.
const main = new URL('../dist/main.js', import.meta.url);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 12)) {
  stop(
    `celerity needs Node 22.12 or newer, this is ${process.versions.node}. In a checkout, "npx celerity" uses the right one.`,
  );
} else if (!existsSync(main)) {
  stop('celerity is not built yet. Run "npm run build" in the checkout ("npm start" does it too).');
} else {
  await import(main.href);
}

/** @param {string} line */
function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exitCode = 2;
}
