import { bootstrapLogin } from './bootstrap-login.js';
import type { Composite } from './composite.js';
import { debugSwitches } from './debug-switches.js';
import { historyStorage } from './history-storage.js';
import { llmAddress } from './llm-address.js';
import { nodeEnv } from './node-env.js';

export const COMPOSITES: readonly Composite[] = [nodeEnv, debugSwitches, historyStorage, bootstrapLogin, llmAddress];
