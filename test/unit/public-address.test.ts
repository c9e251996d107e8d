import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from '../../functions/shared/public-address.ts';

describe('a public address', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '52.94.236.248',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '169.253.255.255',
    '2606:4700:4700::1111',
    '2a05:d018::1',
    '::ffff:8.8.8.8',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('not a public address', () => {
  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['loopback, mapped', '::ffff:127.0.0.1'],
    ['loopback, mapped', '::ffff:7f00:1'],
    ['loopback, compatible', '::127.0.0.1'],
    ['loopback, translated', '64:ff9b::7f00:1'],
    ['loopback, translated', '64:ff9b:1::7f00:1'],
    ['loopback, translated', '::ffff:0:127.0.0.1'],
    ['loopback, 6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['private, mapped', '::ffff:10.0.0.1'],
    ['shared by carriers', '100.64.0.1'],
    ['shared by carriers', '100.127.255.255'],
    ['metadata of machines', '169.254.169.254'],
    ['metadata of containers', '169.254.170.2'],
    ['metadata, mapped', '::ffff:169.254.169.254'],
    ['metadata, unique-local', 'fd00:ec2::254'],
    ['unique-local', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['unspecified', '::'],
    ['broadcast', '255.255.255.255'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarks', '198.18.0.1'],
    ['not allocated', '4000::1'],
    ['not allocated', '1::1'],
    ['a number', '2130706433'],
    ['octal', '0177.0.0.1'],
    ['a short form', '127.1'],
    ['a name', 'localhost'],
    ['brackets', '[::1]'],
    ['nothing', ''],
  ])('is %s: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
