import { useTranslation } from 'react-i18next';
import { markUnpriced, showCount, showMoney } from '../../parts/figures.ts';
import { isMoney, type Measure } from '../../parts/measures.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { Sparkline } from '../../parts/sparkline.tsx';
import { useTimes } from '../../parts/times.tsx';
import { type Line, peakOf } from './lines.ts';

/** The course of one consumer over the range, with its peak in words. Those beyond the largest have none. */
export function Course({ line, measure }: { readonly line: Line | undefined; readonly measure: Measure }) {
  const { t } = useTranslation('top-consumers');
  const { language } = usePreferences();
  const times = useTimes();
  if (!line) return '–';
  const peak = peakOf(line.values);
  const value = line.values[peak] ?? 0n;
  const { short } = isMoney(measure) ? showMoney(value, language) : showCount(value, language);
  const at = times.periodStart(String(line.starts[peak]), line.period);
  const label = t('peak', { value: markUnpriced(short, line.unpriced[peak]), at });
  return <Sparkline values={line.values} label={label} />;
}
