import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkLibraries } from './binaries.js';

describe('the links between library versions', () => {
  let copy: string;
  beforeEach(() => {
    copy = join(mkdtempSync(join(tmpdir(), 'binaries-')), 'a copy under another name');
    mkdirSync(join(copy, 'lib'), { recursive: true });
    writeFileSync(join(copy, 'lib', 'libx.so.1.2'), 'the library');
    const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];
    writeFileSync(join(copy, 'pg-symlinks.json'), JSON.stringify(links));
  });
  afterEach(() => {
    rmSync(join(copy, '..'), { recursive: true });
  });

  it('are made wherever the binaries stand, and a second time does no harm', () => {
    linkLibraries(copy);
    linkLibraries(copy);
    expect(readFileSync(join(copy, 'lib', 'libx.so.1'), 'utf8')).toBe('the library');
  });
});
