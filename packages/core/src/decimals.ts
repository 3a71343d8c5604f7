/** Decimals as people read them. */

/** `value` with so many digits after the point; what rounds to zero has no sign: "0.00", not "-0.00". */
export function formatDecimals(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}
