import { Interruption } from '@celerity/tools/run/interruption.ts';
import { reportFailure } from '@celerity/tools/run/report-failure.ts';
import { readOptions } from './options.ts';
import { writeResultsPage } from './report/results-page.ts';
import { ROWS } from './rows/index.ts';
import { runAll } from './run-all.ts';

// npm run chaos: breaks the system in every way it knows and counts what is lost; see chaos/README.md.

const interruption = new Interruption();
try {
  const options = readOptions(process.argv.slice(2));
  if (options.list) {
    for (const { id, starred, title } of ROWS)
      console.log(`${starred ? '*' : ' '} ${id.padEnd(32)} ${title}`);
  } else if (options.report) {
    console.log(writeResultsPage());
  } else {
    const { passed, failed } = await runAll(options, interruption);
    if (failed > 0 || passed === 0) process.exitCode = 1;
    console.log(`${passed} passed, ${failed} failed`);
  }
} catch (error) {
  process.exitCode = 1;
  if (!interruption.happened) reportFailure(error);
}
if (interruption.happened) process.exitCode = 130;
// Whatever a failed row may have left open must not keep the command alive.
process.exit();
