/** Messages of log lines that saved queries look for (`lib/monitoring/log-queries.ts`). */
export const LOG_MESSAGES = {
  requestsRefused: 'Requests were refused.',
  /** Each with `records`, `reason` and, if it is known, `accessKeyId`. */
  recordsRefused: {
    ofRequest: 'Records of a request were refused.',
    ofTelemetry: 'Records of telemetry were refused.',
    ofMessages: 'Records of messages were set aside.',
    contradictory: 'Reports contradict what is recorded.',
  },
} as const;
