/** One number of a suite. `measured` and `bound` are in `unit`. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | 'calls' | 'min' | 'elements';
  readonly measured: number;
  /** What it is compared to, of the same run. */
  readonly bound: number;
  readonly boundIs: string;
  /** measured / bound. */
  readonly ratio: number;
  /** The ratio aimed at; none: the figure is for information. */
  readonly aim?: number;
}

export function figure(parts: Omit<Figure, 'ratio'>): Figure {
  return { ...parts, ratio: parts.bound === 0 ? NaN : parts.measured / parts.bound };
}

/** Figures that belong together. */
export interface Suite {
  readonly name: string;
  /** One sentence: what is measured, on what. */
  readonly about: string;
  run(): Promise<readonly Figure[]>;
}
