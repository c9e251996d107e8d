import Box from '@cloudscape-design/components/box';
import styles from './fill-bar.module.css';

export interface FillBarProps {
  /** What is measured, for those who do not see it. */
  readonly label: string;
  readonly percent: number;
  /** Below the bar. */
  readonly text: string;
}

/** How full something is, red once it is full. Cloudscape's own bar writes 100% also beside what is more. */
export function FillBar({ label, percent, text }: FillBarProps) {
  const isFull = percent >= 100;
  return (
    <div>
      <progress
        aria-label={label}
        aria-valuetext={text}
        max={100}
        value={Math.min(100, percent)}
        className={isFull ? styles.full : styles.bar}
      />
      <Box variant="small" display="block" color={isFull ? 'text-status-error' : 'text-body-secondary'}>
        {text}
      </Box>
    </div>
  );
}
