import styles from './sparkline.module.css';
import { HEIGHT, pointsOf, WIDTH } from './sparkline-points.ts';

export interface SparklineProps {
  readonly values: readonly bigint[];
  /** What the line shows, in words. */
  readonly label: string;
}

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
