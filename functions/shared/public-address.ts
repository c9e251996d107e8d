import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

/**
 * Whether an IP address is one of the public internet: neither loopback, private, link-local (where clouds keep the
 * metadata of a machine), unique-local, shared by carriers, multicast nor reserved. IPv6 addresses that lead to IPv4 ones
 * are judged by these, or not allowed at all. What is no address is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  // Of IPv6, only this part is in public use; the library calls everything unicast that it knows nothing about.
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST, 3);
}
