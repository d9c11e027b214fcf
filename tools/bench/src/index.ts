export { type Figure, figure, type Suite } from './figure.js';
export { describeReport, type Report, runSuites } from './report.js';
