import type { Provider } from '@nestjs/common';
import { ExportDataHandler } from './export-data.handler.js';
import { exportSettingsProvider } from './export-settings.js';
import { ExportShelf } from './export-shelf.js';

/** Handlers of the `data` family and what they are made of. */
export const dataTaskHandlers: Provider[] = [ExportDataHandler, ExportShelf, exportSettingsProvider];
