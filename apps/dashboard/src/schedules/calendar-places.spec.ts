import { placesOf } from './calendar-places.js';

it('spreads instants from now to the last', () => {
  expect(placesOf([110, 150, 200], 100)).toEqual([0.1, 0.5, 1]);
});

it('keeps what is due already at the beginning', () => {
  expect(placesOf([90, 200], 100)).toEqual([0, 1]);
  expect(placesOf([90], 100)).toEqual([0]);
  expect(placesOf([], 100)).toEqual([]);
});
