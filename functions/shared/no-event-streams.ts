/*
 * What bundles have in place of @smithy/core/event-streams (see lib/shared/function-bundles.ts). Operations that stream events in
 * both directions, such as selecting from a file in S3, load it; no function calls one. With it, a bundle has 20 KB more, as it
 * keeps whole what else is used in parts.
 */

export { refuse as EventStreamSerde, refuse as eventStreamSerdeProvider };

/** Clients are configured for event streams when they are made, whether they use them or not. */
export function resolveEventStreamSerdeConfig<Configuration>(configuration: Configuration): Configuration {
  return configuration;
}

function refuse(): never {
  throw new Error('Bundles of functions have no event streams: see functions/shared/no-event-streams.ts.');
}
