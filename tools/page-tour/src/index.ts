export { violations } from './axe.js';
export { launchChromium } from './browser.js';
export { firstTimeStory, type Visit } from './story.js';
