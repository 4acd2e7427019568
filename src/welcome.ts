import type { Settings } from './config/settings.js';

/** Where the server is and what to do next, for whoever started it by hand. */
export function welcome(settings: Settings, port: number, providers: readonly string[]): string {
  const { host, apiPrefix } = settings.server;
  const base = `http://${['0.0.0.0', '::'].includes(host) ? 'localhost' : host}:${port}`;
  const body = `{"username":"admin","password":"choose-a-good-one"}`;
  return `
Parley ${settings.app.version} serves at ${base}

  documentation   ${base}/docs
  first admin     curl ${base}${apiPrefix}/auth/register -H 'content-type: application/json' -d '${body}'
  answers from    ${whoAnswers(settings, providers)}
  stop            Ctrl-C

`;
}

function whoAnswers({ llm }: Settings, providers: readonly string[]): string {
  if (!llm.enabled) return 'nobody: llm.enabled is false, messages are kept only';
  if (providers.length === 0) return 'nobody yet: no provider is configured';
  if (providers.includes('demo')) return 'demo: no model was found or configured (see .env.example)';
  return providers.join(', ');
}
