import { REPORT_WEBHOOK_EVENTS, reportEventDetail } from '@token-ledger/contract';
import type { ReportChannel } from '@token-ledger/core';
import { linksOf, type ReportLinksDeps } from './report-links.ts';
import { postSigned, type SignedWebhookDeps } from './signed-webhook.ts';

/** Finished and failed runs as signed requests to the URL of their report. */
export function reportWebhookChannel(deps: SignedWebhookDeps & ReportLinksDeps): ReportChannel {
  return {
    name: 'webhook',
    async deliver(notice, report) {
      const { webhook } = report.delivery;
      if (!webhook) return false;
      const data = reportEventDetail(notice, report, await linksOf(deps, notice));
      await postSigned(deps, webhook, {
        id: data.deliveryId,
        type: REPORT_WEBHOOK_EVENTS[data.status],
        timestamp: data.run.endedAt,
        data,
      });
      return true;
    },
  };
}
