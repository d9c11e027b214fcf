export { Browser, type Page } from './browser.js';
export { checkAll, type Check, type Checked, type Observed } from './checks.js';
export {
  type ConnectedDemo,
  connectedDemo,
  type LoadedDemo,
  loadedDemo,
  type LoadedDemoOptions,
  syncAgain,
} from './connected-demo.js';
export { type DemoParts, type DemoResult, runDemo } from './run-demo.js';
export { ApiProblem, SyncApi } from './sync-api.js';
export { type QboCalls, Systems } from './systems.js';
