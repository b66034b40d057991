import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { formatFiles, generateFiles, names } from '@nx/devkit';
import { registerIn } from './register.mjs';

/** Folder of a family's handlers; the `default` family holds the diagnostics. */
const handlerFolder = (family) => (family === 'default' ? 'diagnostics' : family);

/** Writes contract, handler and test of a new task, and adds them to their family's lists. */
export default async function taskGenerator(tree, { name, family, effect, isolation }) {
  const snake = name.replaceAll('-', '_');
  const { className, propertyName, fileName } = names(snake.replaceAll('_', '-'));
  const contracts = `libs/contracts/src/tasks/${family}`;
  const handlers = `apps/worker/src/tasks/${handlerFolder(family)}`;
  if (tree.exists(`${contracts}/${fileName}.ts`))
    throw new Error(`there is a task "${snake}" in ${family} already`);

  const values = { snake, family, effect, isolation, className, propertyName, fileName };
  const templates = join(dirname(fileURLToPath(import.meta.url)), 'files');
  generateFiles(tree, join(templates, 'contract'), contracts, values);
  generateFiles(tree, join(templates, 'handler'), handlers, values);
  registerIn(tree, `${contracts}/index.ts`, {
    list: `${family}Tasks`,
    entry: propertyName,
    importLine: `import { ${propertyName} } from './${fileName}.js';`,
    exportLine: `export * from './${fileName}.js';`,
  });
  registerIn(tree, `${handlers}/index.ts`, {
    list: `${handlerFolder(family)}TaskHandlers`,
    entry: `${className}Handler`,
    importLine: `import { ${className}Handler } from './${fileName}.handler.js';`,
  });
  await formatFiles(tree);
  return () =>
    process.stdout.write(
      `\nSay what ${family}.${snake} takes in ${contracts}/${fileName}.ts, what it does in ` +
        `${handlers}/${fileName}.handler.ts; then run: npx jest ${fileName}\n`,
    );
}
