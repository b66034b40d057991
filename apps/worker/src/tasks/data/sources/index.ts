import type { ExportFilters, ExportType } from '@celerity/contracts';
import type { ExportSource } from '../export-source.js';
import { contractsSource } from './contracts.source.js';
import { financesSource } from './finances.source.js';
import { notificationsSource } from './notifications.source.js';
import { shopsSource } from './shops.source.js';

/** What each type of export reads; its contract has seen to it that the filters are that type's. */
export const EXPORT_SOURCES: Readonly<Record<ExportType, ExportSource<ExportFilters>>> = {
  shops: shopsSource,
  contracts: contractsSource,
  finances: financesSource,
  notifications: notificationsSource,
};
