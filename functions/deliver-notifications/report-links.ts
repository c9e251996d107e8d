import { EXPORT_LINK_SECONDS, type FileLink } from '@token-ledger/contract';
import { type Clock, iso, type RunNotice } from '@token-ledger/core';

export interface ReportLinksDeps {
  /** A link by which a file can be downloaded for so long. */
  readonly linkTo: (key: string, expiresInSeconds: number) => Promise<string>;
  readonly clock: Clock;
}

/** Links to the files of a run, in their order; none where a file was deleted, or never came to be. */
export async function linksOf(
  { linkTo, clock }: ReportLinksDeps,
  { job }: RunNotice,
): Promise<readonly (FileLink | undefined)[]> {
  if (job?.status !== 'finished') return [];
  const expiresAt = iso(clock() + EXPORT_LINK_SECONDS * 1000);
  return Promise.all(
    job.files.map(async ({ key }) =>
      key === undefined ? undefined : { url: await linkTo(key, EXPORT_LINK_SECONDS), expiresAt },
    ),
  );
}
