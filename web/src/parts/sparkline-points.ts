export const WIDTH = 120;
export const HEIGHT = 24;

/** From the left to the right, the largest at the top. */
export function pointsOf(values: readonly bigint[]): string {
  const peak = values.reduce((max, value) => (value > max ? value : max), 1n);
  const step = values.length > 1 ? WIDTH / (values.length - 1) : WIDTH;
  const heights = values.map((value) => HEIGHT - (Number((value * 1000n) / peak) / 1000) * (HEIGHT - 2));
  // A single value is a level line.
  const drawn = heights.length === 1 ? [...heights, ...heights] : heights;
  return drawn.map((y, index) => `${round(index * step)},${round(y)}`).join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
