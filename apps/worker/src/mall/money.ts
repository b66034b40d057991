/** CNY amounts are exact decimals with two places, kept as text; sums are made in whole fen. */
const AMOUNT = /^(-?)(\d+)\.(\d{2})$/;

/** Whole fen of an amount like `1234.50`. */
export function fenOf(amount: string): bigint {
  const match = AMOUNT.exec(amount);
  if (!match) throw new Error(`"${amount}" is not an amount with two decimals`);
  const fen = BigInt(`${match[2]}${match[3]}`);
  return match[1] ? -fen : fen;
}

/** The amount that so many fen are. */
export function amountOf(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Exact sum. */
export function sumOf(amounts: Iterable<string>): string {
  let fen = 0n;
  for (const amount of amounts) fen += fenOf(amount);
  return amountOf(fen);
}

/** For people: `¥1,234.50`. */
export function formatAmount(amount: string): string {
  return `¥${groupDigits(amount)}`;
}

/** A decimal with two places as people read it: `1,234.50`. */
export function groupDigits(decimal: string): string {
  const [whole = '', hundredths = ''] = amountOf(fenOf(decimal)).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${hundredths}`;
}
