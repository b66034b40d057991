import type { JournalBatch } from '@celerity/contracts';
import { fingerprintOf, JournalContinuity, JournalGap } from './journal-continuity.js';

const batch = (offset: number, id = `b${offset}`): JournalBatch => ({
  offset,
  events: [{ type: 'barrier', barrier_id: id, at: '2030-01-01T00:00:00.000Z' }],
});
const use = { done: 'projected', losing: 'the views' };
const after = (nextOffset: number) =>
  JournalContinuity.after({ nextOffset, anchor: fingerprintOf(batch(nextOffset - 1)) }, use);
const fresh = () => JournalContinuity.after({ nextOffset: 0, anchor: null }, use);

it('reads a fresh journal from its beginning', () => {
  const continuity = fresh();
  expect([continuity.from, continuity.isConfirmed]).toEqual([0, true]);
  expect([0, 1, 2].map((offset) => continuity.admit(batch(offset)))).toEqual([true, true, true]);
});

it('finds a fresh journal whose beginning is gone', () => {
  expect(() => fresh().admit(batch(5))).toThrow(JournalGap);
});

it('begins with the message that was projected last, without projecting it again', () => {
  const continuity = after(7);
  expect([continuity.from, continuity.isConfirmed]).toEqual([6, false]);
  expect(continuity.admit(batch(6))).toBe(false);
  expect(continuity.isConfirmed).toBe(true);
  expect(continuity.admit(batch(7))).toBe(true);
});

it('passes over what was delivered already', () => {
  const continuity = fresh();
  continuity.admit(batch(0));
  expect(continuity.admit(batch(0))).toBe(false);
  expect(continuity.admit(batch(1))).toBe(true);
});

it('lets the broker use up an offset at the end of a segment', () => {
  const continuity = after(7);
  continuity.admit(batch(6));
  expect(continuity.admit(batch(8))).toBe(true);
});

it('finds a truncated journal, naming the gap', () => {
  expect(() => after(7).admit(batch(900))).toThrow(/begins at offset 900, but only what comes before 7/);
});

it('finds a truncation while it reads', () => {
  const continuity = after(7);
  continuity.admit(batch(6));
  expect(() => continuity.admit(batch(100))).toThrow(/goes on at offset 100 instead of 7/);
});

it('finds a journal that was made anew', () => {
  expect(() => after(7).admit(batch(6, 'other'))).toThrow(/made anew/);
});

it('begins anywhere when told to, and is strict from there on', () => {
  const continuity = JournalContinuity.acceptingAnyStart(use);
  expect(continuity.admit(batch(900))).toBe(true);
  expect(continuity.admit(batch(901))).toBe(true);
  expect(() => continuity.admit(batch(2_000))).toThrow(JournalGap);
});
