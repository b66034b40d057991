import { Module } from '@nestjs/common';
import { ExportsController } from './exports.controller.js';
import { fileShelves } from './file-shelves.js';
import { ReportsController } from './reports.controller.js';

/** Handing out what workers have written. */
@Module({ controllers: [ExportsController, ReportsController], providers: fileShelves })
export class FilesModule {}
