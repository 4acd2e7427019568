import { Test } from '@nestjs/testing';
import { ConfigModule } from './config.module.js';
import { AppSettings } from './groups/app.settings.js';
import { ServerSettings } from './groups/server.settings.js';
import { Settings } from './settings.js';

it('gives the tree and each group by class', async () => {
  const settings = new Settings();
  const app = await Test.createTestingModule({ imports: [ConfigModule.forRoot(settings)] }).compile();
  expect(app.get(Settings)).toBe(settings);
  expect(app.get(ServerSettings)).toBe(settings.server);
  expect(app.get(AppSettings)).toBe(settings.app);
  await app.close();
});
