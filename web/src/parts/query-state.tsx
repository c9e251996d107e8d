import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { Skeleton } from './skeleton.tsx';

export interface QueryStateProps<T> {
  readonly query: UseQueryResult<T>;
  /** How many lines the placeholder has. */
  readonly lines?: number;
  readonly children: (answer: T) => ReactNode;
}

/** Shows the answer to a query; before it comes a placeholder, and an error that can be retried if it fails. */
export function QueryState<T>({ query, lines = 3, children }: QueryStateProps<T>) {
  const { data, error, isPending, refetch } = query;
  if (data !== undefined) return children(data);
  if (isPending) return <Skeleton lines={lines} />;
  return <ErrorState error={error} onRetry={() => void refetch()} />;
}
