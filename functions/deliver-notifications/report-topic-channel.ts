import type { createNotificationTopic } from '@token-ledger/aws';
import { type ReportEventDetail, reportEventDetail } from '@token-ledger/contract';
import type { ReportChannel } from '@token-ledger/core';
import { linksOf, type ReportLinksDeps } from './report-links.ts';
import { asciiSubject } from './topic-channel.ts';

export interface ReportTopicDeps extends ReportLinksDeps {
  readonly publish: ReturnType<typeof createNotificationTopic>;
}

/** Finished and failed runs as texts, which subscribers of the topic read in their e-mail. */
export function reportTopicChannel(deps: ReportTopicDeps): ReportChannel {
  return {
    name: 'topic',
    async deliver(notice, report) {
      const detail = reportEventDetail(notice, report, await linksOf(deps, notice));
      await deps.publish({
        subject: asciiSubject(
          detail.status === 'finished' ? 'Token Ledger report: ' : 'Token Ledger report FAILED: ',
          report.title,
        ),
        text: textOf(detail),
        attributes: { deliveryId: detail.deliveryId, reportId: report.id, status: detail.status },
      });
      return true;
    },
  };
}

function textOf(detail: ReportEventDetail): string {
  const { report, range, status, failure, files, run } = detail;
  const started =
    run.startedBy.kind === 'schedule'
      ? `by schedule, due ${run.startedBy.scheduledAt}`
      : `by ${run.startedBy.kind} ${run.startedBy.id}`;
  return [
    status === 'finished'
      ? `The report "${report.title}" is ready.`
      : `The report "${report.title}" failed: ${failure?.message ?? 'the reason is unknown.'}`,
    '',
    `Range: ${range.from} to ${range.to} (${range.name})`,
    `Run: ${started}`,
    ...(status === 'finished' ? files.flatMap(fileLines) : []),
    '',
    ...placeLines(detail),
    `Delivery: ${detail.deliveryId}`,
  ].join('\n');
}

function fileLines(file: ReportEventDetail['files'][number]): readonly string[] {
  const { name, rows, requests, totalTokens, costUsd, unpricedRequests, link, asOf } = file;
  return [
    '',
    `${name}: ${rows} rows, ${requests} requests, ${totalTokens} tokens, ${costUsd} USD`,
    ...(unpricedRequests === 0
      ? []
      : [`Not in the cost, because they have no price: ${unpricedRequests} requests`]),
    ...(file.incompleteBefore === undefined
      ? []
      : [`Records before ${file.incompleteBefore} had started to expire and may be missing`]),
    ...(asOf === undefined ? [] : [`As of: ${asOf}`]),
    ...(link ? [`Download until ${link.expiresAt}, without credentials:`, link.url] : []),
  ];
}

function placeLines({ status, export: made, run }: ReportEventDetail): readonly string[] {
  return [
    ...(made && status === 'finished'
      ? [`New links until ${made.expiresAt}, with an access key or a sign-in: GET ${made.path}`]
      : []),
    `This run in the API: GET ${run.path}`,
  ];
}
