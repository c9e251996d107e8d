import Box from '@cloudscape-design/components/box';
import styles from './fill-bar.module.css';

export interface FillBarProps {
  /** What is measured, for those who do not see it. */
  readonly label: string;
  readonly percent: number;
  /** Below the bar. */
  readonly text: string;
}

/** How full something is, red once it is full. Cloudscape's own bar writes 100% beside whatever is above. */
export function FillBar({ label, percent, text }: FillBarProps) {
  const isFull = percent >= 100;
  return (
    <div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.min(100, percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={text}
        className={styles.track}
      >
        <div
          className={isFull ? styles.full : styles.fill}
          style={{ inlineSize: `${Math.max(0, Math.min(100, percent))}%` }}
        />
      </div>
      <Box variant="small" display="block" color={isFull ? 'text-status-error' : 'text-body-secondary'}>
        {text}
      </Box>
    </div>
  );
}
