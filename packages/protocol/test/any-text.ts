import fc from 'fast-check';

/** Text of any UTF-16 units, halves of surrogate pairs and control characters included. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(127), fc.nat(0xffff)), { maxLength: 24 })
  .map((units) => String.fromCharCode(...units));
