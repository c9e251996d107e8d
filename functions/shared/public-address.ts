import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

/**
 * Whether a text is an IP address of the public internet: neither loopback, private, link-local (where clouds serve the
 * metadata of a machine), unique-local, shared by carriers, multicast nor reserved. An IPv6 address that leads to an IPv4
 * address is public only if that one is.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  // Only this part of IPv6 is in public use; the library calls all unknown parts unicast.
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST, 3);
}
