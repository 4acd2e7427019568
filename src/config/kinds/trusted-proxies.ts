import ipaddr from 'ipaddr.js';
import { Unreadable, type Kind } from './kind.js';
import { list } from './list.js';

/** Nobody, so many hops, or those in these ranges: the forms that Express knows, less its "everybody". */
export type TrustedProxies = false | number | string[];

const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

export const trustedProxies: Kind<TrustedProxies> = {
  read(written) {
    const ranges = list.read(written);
    const only = ranges.length === 1 ? ranges[0]!.toLowerCase() : '';
    if (ranges.length === 0 || ['false', 'no', 'off', '0'].includes(only)) return false;
    if (/^\d+$/.test(only)) return Number(only);
    if (ranges.every(isRange)) return ranges;
    throw Unreadable.at(
      written.place,
      'must be false, a number of hops, or addresses and ranges such as loopback or 10.0.0.0/8 (true would believe anyone)',
    );
  },
  write: (value) => (Array.isArray(value) ? list.write(value) : String(value)),
};

function isRange(range: string): boolean {
  return NAMED_RANGES.has(range) || isAddress(range) || ipaddr.isValidCIDR(range);
}

function isAddress(text: string): boolean {
  return ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text);
}
