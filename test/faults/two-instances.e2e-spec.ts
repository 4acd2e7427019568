import { setTimeout as sleep } from 'node:timers/promises';
import { Recorder } from '../support/recorder.js';
import { openAiAnswer } from '../support/scripted-openai.js';
import { useChildServer } from '../support/use-child-server.js';

describe('two processes on one database', () => {
  const house = useChildServer({
    ...openAiAnswer(...Array.from({ length: 100 }, (_, i) => `token ${i} `)),
    pauseMs: 30,
  });
  let other: Awaited<ReturnType<typeof house.another>>;

  beforeAll(async () => {
    other = await house.another();
  }, 30_000);
  afterAll(() => other.kill());

  const ask = async () => {
    const { id } = await house.call('POST', '/api/threads', {});
    const client = new Recorder(house.server.url, house.token);
    const end = client.ask(id, 'Hi');
    while (client.events.length < 5) await sleep(10);
    return { id, client, end };
  };

  it('show a run of one through the other, with the same bytes', async () => {
    const { client, end } = await ask();
    const there = new Recorder(other.url, house.token);
    await Promise.all([there.attach(client.runId, 0), end]);
    expect(there.text).toBe(client.text);
    expect(client.isDone).toBe(true);
  }, 20_000);

  it('cancel a run of one through the other, long before it would have ended', async () => {
    const { client, end } = await ask();
    const response = await fetch(`${other.url}/api/runs/${client.runId}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.token}` },
    });
    expect(response.status).toBe(202);
    await end;
    expect(client.events.at(-2)).toContain('"finish_reason":"cancelled"');
    await house.provider.last.left;
  }, 20_000);

  it('settle the runs of the one that is killed, and its readers go on with the other', async () => {
    const { client, end } = await ask();
    await house.server.kill();
    await end;
    const rest = new Recorder(other.url, house.token);
    await rest.attach(client.runId, client.events.length);
    expect(rest.isDone).toBe(true);
    expect(rest.events.at(-2)).toContain('"finish_reason":"interrupted"');
    const whole = new Recorder(other.url, house.token);
    await whole.attach(client.runId, 0);
    expect(whole.events).toEqual([...client.events, ...rest.events]);
  }, 30_000);
});
