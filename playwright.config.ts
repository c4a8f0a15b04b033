import { defineConfig } from '@playwright/test'
import { CHROMIUM, newDataFolder } from './e2e/server.ts'

// Read again in each worker: the first reading chooses, the others find it.
process.env['E2E_DATA'] ??= newDataFolder()
process.env['E2E_PORT'] ??= String(20_000 + (process.pid % 20_000))

const address = `http://localhost:${process.env['E2E_PORT']}`

/** Journeys in Chromium, on the built application with its demonstration, in a data folder of their own. */
export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 20_000,
  forbidOnly: Boolean(process.env['CI']),
  globalSetup: './e2e/global-setup.ts',
  globalTeardown: './e2e/global-teardown.ts',
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    baseURL: address,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 360, height: 740 },
    screenshot: 'only-on-failure',
    launchOptions: CHROMIUM,
  },
  webServer: {
    command: 'node dist/server/main.js',
    url: `${address}/healthz`,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    env: {
      NODE_ENV: 'production',
      TABLEE_DATA: process.env['E2E_DATA'],
      TABLEE_DEMO: 'oui',
      DATABASE_URL: '',
      PORT: process.env['E2E_PORT'],
    },
  },
})
