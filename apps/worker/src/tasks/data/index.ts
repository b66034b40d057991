import type { Provider } from '@nestjs/common';
import { ExportDataHandler } from './export-data.handler.js';
import { exportSettingsProvider } from './export-settings.js';
import { ExportReaders } from './export-readers.js';
import { ExportShelf } from './export-shelf.js';
import { MallReader } from './mall-reader.js';
import { TaskHistoryReader } from './task-history-reader.js';

/** Handlers of the `data` family and what they are made of. */
export const dataTaskHandlers: Provider[] = [
  ExportDataHandler,
  ExportReaders,
  ExportShelf,
  exportSettingsProvider,
  MallReader,
  TaskHistoryReader,
];
