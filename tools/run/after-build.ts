import { pathToFileURL } from 'node:url';
import { build } from './build.ts';
import { Interruption } from './interruption.ts';
import { reportFailure } from './report-failure.ts';
import { stopwatchLog } from './stopwatch-log.ts';

// Builds, then runs a script that imports what was built: node tools/run/after-build.ts <script.ts> [arguments]

const [node = '', , script = '', ...args] = process.argv;
if (await built()) {
  process.argv = [node, script, ...args];
  await import(pathToFileURL(script).href);
}

async function built(): Promise<boolean> {
  using interruption = new Interruption();
  try {
    await build(stopwatchLog(), interruption.signal);
    return true;
  } catch (error) {
    if (!interruption.happened) reportFailure(error);
    process.exitCode = interruption.happened ? 130 : 1;
    return false;
  }
}
