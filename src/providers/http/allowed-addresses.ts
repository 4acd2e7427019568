import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** Where clouds hand out credentials to whoever can make this machine call them. */
const METADATA_NAMES = new Set(['metadata.google.internal', 'metadata.goog']);
const METADATA_ADDRESSES = new Set(['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200']);

export class ForbiddenAddress extends Error {
  readonly code = 'FORBIDDEN_ADDRESS';
  constructor() {
    super('link-local and metadata addresses are never called');
  }
}

export function isForbiddenName(hostname: string): boolean {
  return METADATA_NAMES.has(hostname.toLowerCase().replace(/\.$/, ''));
}

/** Loopback and private ranges are allowed: that is where local models live. */
export function isForbiddenAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = embeddedIPv4(ipaddr.process(address));
  return parsed.range() === 'linkLocal' || METADATA_ADDRESSES.has(parsed.toString());
}

/** NAT64 reaches the IPv4 address that it embeds. */
function embeddedIPv4(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6) || address.range() !== 'rfc6052') return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
export type Lookup = (hostname: string, options: LookupOptions, callback: LookupCallback) => void;

/** Connects where that is allowed. What a name resolves to is judged on the very answer that is then connected to. */
export function guardedConnector(connectSeconds: number, lookup: Lookup = systemLookup): buildConnector.connector {
  const connect = buildConnector({
    timeout: connectSeconds * 1000,
    lookup: (hostname: string, options: LookupOptions, callback: LookupCallback) => {
      lookup(hostname, options, (error, found, family) => {
        const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
        if (!error && addresses.some(isForbiddenAddress)) callback(new ForbiddenAddress(), []);
        else callback(error, found, family);
      });
    },
  });

  return (target, callback) => {
    const { hostname } = target;
    // Addresses are not looked up.
    const isForbidden = isIP(hostname) ? isForbiddenAddress(hostname) : isForbiddenName(hostname);
    if (isForbidden) callback(new ForbiddenAddress(), null);
    else connect(target, callback);
  };
}
