import { Injectable } from '@nestjs/common';
import type { ExportType } from '@celerity/contracts';
import type { ExportReader } from './export-reader.js';
import { MallReader } from './mall-reader.js';
import { contractsSource } from './sources/contracts.source.js';
import { financesSource } from './sources/finances.source.js';
import { notificationsSource } from './sources/notifications.source.js';
import { shopsSource } from './sources/shops.source.js';
import { TaskHistoryReader } from './task-history-reader.js';

/** Who reads what; the contract has seen to it that the filters are those of their type. */
@Injectable()
export class ExportReaders {
  private readonly readers: Readonly<Record<ExportType, ExportReader>>;

  constructor(mall: MallReader, history: TaskHistoryReader) {
    this.readers = {
      shops: mall.of(shopsSource),
      contracts: mall.of(contractsSource),
      finances: mall.of(financesSource),
      notifications: mall.of(notificationsSource),
      task_history: history,
    };
  }

  of(type: ExportType): ExportReader {
    return this.readers[type];
  }
}
