import { AppSettings } from './groups/app.settings.js';
import { AuthSettings } from './groups/auth.settings.js';
import { DatabaseSettings } from './groups/database.settings.js';
import { LimitsSettings } from './groups/limits.settings.js';
import { LlmSettings } from './groups/llm.settings.js';
import { LogSettings } from './groups/log.settings.js';
import { OllamaSettings } from './groups/ollama.settings.js';
import { OpenaiSettings } from './groups/openai.settings.js';
import { ProvidersSettings } from './groups/providers.settings.js';
import { RunsSettings } from './groups/runs.settings.js';
import { ServerSettings } from './groups/server.settings.js';

/** Everything that can be set. A group is injected by its class. */
export class Settings {
  readonly app = new AppSettings();
  readonly server = new ServerSettings();
  readonly log = new LogSettings();
  readonly database = new DatabaseSettings();
  readonly auth = new AuthSettings();
  readonly providers = new ProvidersSettings();
  readonly openai = new OpenaiSettings();
  readonly ollama = new OllamaSettings();
  readonly llm = new LlmSettings();
  readonly runs = new RunsSettings();
  readonly limits = new LimitsSettings();
}

export type GroupName = keyof Settings;
