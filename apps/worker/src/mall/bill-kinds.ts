import type { BillKind } from './mall-database.js';

/** What each kind of bill is called. */
export const BILL_KINDS: Readonly<Record<BillKind, { zh: string; en: string }>> = {
  rent: { zh: '租金', en: 'Rent' },
  utilities: { zh: '水电费', en: 'Utilities' },
  service: { zh: '物业服务费', en: 'Service charge' },
};
