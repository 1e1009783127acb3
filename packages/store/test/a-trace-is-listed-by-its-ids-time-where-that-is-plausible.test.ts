import { expect, it } from 'vitest';
import { traceTime } from '../src/sqlite/trace-time.js';

const START_S = 0x581cf771;
const UNIQUE = 'a006649127e371903a2de979';

it('the time of the id, finer where the trace began within that second', () => {
  expect(traceTime(`1-581cf771-${UNIQUE}`, START_S + 0.271)).toBe(START_S + 0.271);
  expect(traceTime(`1-581cf771-${UNIQUE}`, START_S + 30.5)).toBe(START_S);
  expect(traceTime(`1-581cf771-${UNIQUE}`, START_S - 3)).toBe(START_S);
});

it('the earliest start where the id is random, as those of W3C are', () => {
  expect(traceTime(`1-4efaaf4d-${UNIQUE}`, START_S + 0.5)).toBe(START_S + 0.5);
  expect(traceTime(`1-ffffffff-${UNIQUE}`, START_S)).toBe(START_S);
  expect(traceTime(`1-00000000-${UNIQUE}`, 5.5)).toBe(0);
});
