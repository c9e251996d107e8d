/** A request of Claude Code that used nothing, as its OpenTelemetry export reports one, in OTLP/HTTP JSON. */
export function telemetryEvent(requestId: string, model: string, atMs: number): object {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const attributes = [
    text('event.name', 'api_request'),
    text('event.timestamp', new Date(atMs).toISOString()),
    text('model', model),
    text('request_id', requestId),
    ...['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens'].map((name) =>
      text(name, '0'),
    ),
    text('cost_usd', '0'),
    text('duration_ms', '1'),
  ];
  const logRecord = {
    timeUnixNano: `${atMs}000000`,
    body: { stringValue: 'claude_code.api_request' },
    attributes,
  };
  return {
    resourceLogs: [
      {
        resource: { attributes: [text('service.name', 'claude-code')] },
        scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords: [logRecord] }],
      },
    ],
  };
}
