import { describe, expect, it } from 'vitest';
import { isForbiddenAddress, isLoopbackAddress, isMetadataAddress } from './address-ranges.ts';

const forbidden = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local': ['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  shared: ['100.64.0.1', '100.100.100.200', '100.127.255.255'],
  protocol: ['192.0.0.1', '192.0.0.192'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmark: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  'reserved and broadcast': ['240.0.0.1', '255.255.255.255'],
  'cloud agent': ['168.63.129.16'],
  '6to4 relay': ['192.88.99.1'],
  unspecified: ['::'],
  'unique-local': ['fc00::1', 'fd00:ec2::254'],
  'site-local': ['fec0::1'],
  'IPv4-mapped': ['::ffff:169.254.169.254', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe'],
  'IPv4-compatible': ['::127.0.0.1', '::8.8.8.8'],
  'IPv4-translated': ['::ffff:0:8.8.8.8'],
  NAT64: ['64:ff9b::8.8.8.8', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1'],
  '6to4': ['2002:7f00:1::', '2002:808:808::1'],
  Teredo: ['2001::1', '2001:0:4136:e378::1'],
  ORCHID: ['2001:10::1', '2001:20::1', '2001:2f::1'],
  ISATAP: ['2606:4700::5efe:10.0.0.1', '2606:4700::200:5efe:10.0.0.1'],
  discard: ['100::1'],
  'segment routing': ['5f00::1'],
  'not routed': ['4000::1', '1::1', '9fff::1', 'e000::1'],
  'no plain address': [
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '[::1]',
    '8.8.8.8:443',
    ' 8.8.8.8',
  ],
};

describe('isForbiddenAddress', () => {
  for (const [range, addresses] of Object.entries(forbidden)) {
    it.each(addresses)(`refuses ${range}: %s`, (address) => {
      expect(isForbiddenAddress(address)).toBe(true);
    });
  }

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '140.82.121.3',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.0',
    '192.0.1.1',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::200e',
    '2620:fe::fe',
  ])('allows %s', (address) => {
    expect(isForbiddenAddress(address)).toBe(false);
  });
});

describe('isLoopbackAddress', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('knows %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '::2', 'localhost', ''])('does not take %s for it', (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });
});

describe('isMetadataAddress', () => {
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    'fe80::a9fe:a9fe',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fd00:42::42',
    'fd00:c1::a9fe:a9fe',
    '::ffff:169.254.169.254',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::ffff:0:169.254.169.254',
    '2606:4700::5efe:169.254.169.254',
  ])('knows %s', (address) => {
    expect(isMetadataAddress(address)).toBe(true);
  });

  it.each(['127.0.0.1', '10.0.0.1', 'fd12:3456::1', '8.8.8.8', '100.100.100.201'])(
    'does not take %s for it',
    (address) => {
      expect(isMetadataAddress(address)).toBe(false);
    },
  );
});
