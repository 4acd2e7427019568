import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { useServer } from '../support/use-server.js';

describe('the README', () => {
  // Nobody listens there: what the walk asks is answered by the demonstration, as for a new user.
  const server = useServer({
    users: {},
    registerAdmin: false,
    config: 'providers:\n  list:\n    - name: demo\n      type: demo\n',
  });

  it('has a walk with curl of which every line works', async () => {
    const readme = readFileSync(resolve('README.md'), 'utf8');
    const walk = /<!-- walk -->\n```bash\n([^]*?)```/.exec(readme)?.[1] ?? '';
    const directory = mkdtempSync(join(tmpdir(), 'parley-walk-'));
    const script = walk.replace('http://localhost:8000', server.url);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: directory });
    rmSync(directory, { recursive: true });

    const whole = /data: \{[^]*?data: \[DONE\]\n\n/.exec(stdout)![0];
    const events = whole.split('\n\n').slice(0, -1);
    expect(events[0]).toContain('"agent_status":"queued"');
    // Attached to again after two events.
    expect(stdout.split(events.slice(2).join('\n\n'))).toHaveLength(3);
    expect(stdout).toContain('"role":"admin"');
    expect(stdout).toContain('"text":"Hello there!"');
    expect(stdout).toMatch(/"answer":\{"id":".*"status":"completed"/);
    expect(stdout.trimEnd().endsWith('401')).toBe(true);
  });
});
