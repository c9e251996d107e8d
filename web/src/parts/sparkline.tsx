import styles from './sparkline.module.css';

export interface SparklineProps {
  readonly values: readonly bigint[];
  /** What the line shows, in words. */
  readonly label: string;
}

const WIDTH = 120;
const HEIGHT = 24;

/** The course of a figure, small enough for a cell. By hand: Cloudscape's charts have axes and need their room. */
export function Sparkline({ values, label }: SparklineProps) {
  const line = pointsOf(values);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- An image file cannot follow the theme.
    <svg className={styles.line} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} />
      <polyline points={line} />
    </svg>
  );
}

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
