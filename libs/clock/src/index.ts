export { type Clock, isoNow } from './clock.js';
export { clockFromEnvironment, realClock, scaledClock } from './scaled-clock.js';
export { VirtualClock } from './virtual-clock.js';
