export { createGateway, type ForwardedCall, type Gateway, type GatewayDeps } from './gateway.ts';
export { errorResponse, GatewayError } from './gateway-error.ts';
export type { GatewayEvents } from './gateway-events.ts';
export type { GatewayMode } from './read-credentials.ts';
export { createUpstream, type SendUpstream } from './upstream.ts';
