import { TheMainJob1795255200001 } from './0001-the-main-job.js';

/** In the order in which they run. A shipped one is never changed. */
export const migrations = [TheMainJob1795255200001];
