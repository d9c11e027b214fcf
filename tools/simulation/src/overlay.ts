/** An object that answers as another does, but for some of its properties. */
export const overlay = <T extends object>(base: T, changes: Partial<T>): T =>
  new Proxy(base, {
    get: (target, property) => {
      const value: unknown = Reflect.get(property in changes ? changes : target, property);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
