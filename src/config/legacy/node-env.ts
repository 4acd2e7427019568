import { type Composite, saying, strongest } from './composite.js';

/** What Node's tools set on a developer's machine says nothing about where this runs. */
const DEVELOPERS = ['development', 'test'];

export const nodeEnv: Composite = {
  names: { NODE_ENV: 'app.env' },
  deprecated: false,
  derive(sources) {
    const found = strongest(sources, 'NODE_ENV');
    return found && !DEVELOPERS.includes(found.text.toLowerCase()) ? [saying('app.env', found, found.text)] : [];
  },
};
