import { type Composite, saying, strongest } from './composite.js';

/** One without the other is somebody else's variable. */
export const bootstrapLogin: Composite = {
  names: { USERNAME: 'auth.bootstrap_username', PASSWORD: 'auth.bootstrap_password' },
  deprecated: true,
  derive(sources) {
    const username = strongest(sources, 'USERNAME');
    const password = strongest(sources, 'PASSWORD');
    if (!username || !password) return [];
    return [
      saying('auth.bootstrap_username', username, username.text),
      saying('auth.bootstrap_password', password, password.written.kind === 'text' ? password.written.text : ''),
    ];
  },
};
