/** The host's `Configuration`. */
export const CONFIGURATION = Symbol('configuration');
/** The host's pino `Logger`. */
export const LOGGER = Symbol('logger');
/** The host's `World`. */
export const WORLD = Symbol('world');
