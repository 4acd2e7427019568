import { isForbiddenAddress, isForbiddenName } from './allowed-addresses.js';

describe('addresses', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
    'FD00:0EC2:0:0:0:0:0:254',
    '100.100.100.200',
    'not an address',
  ])('%s is never called', (address) => expect(isForbiddenAddress(address)).toBe(true));

  it.each([
    '127.0.0.1',
    '::1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '1.1.1.1',
    '2606:4700::1111',
  ])('%s may be called', (address) => expect(isForbiddenAddress(address)).toBe(false));

  it('names of metadata servers are never looked up', () => {
    for (const name of ['metadata.google.internal', 'Metadata.Google.Internal.'])
      expect(isForbiddenName(name)).toBe(true);
    expect(isForbiddenName('localhost')).toBe(false);
  });
});
