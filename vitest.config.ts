import { defineConfig } from 'vitest/config'
import { miniProjects } from './frontends/vitest.projects.ts'

const globalSetup = ['./packages/testing/src/global-setup.ts']

/** Tests that take the machine for themselves, for minutes. */
const NIGHT = ['crash', 'rolling-restart'].map((name) => `packages/e2e/test/${name}.test.ts`)

export default defineConfig({
  test: {
    // Two cores run two files at a time; a third would only make timings worse.
    maxWorkers: 2,
    projects: [
      ...miniProjects,
      'frontends/admin-web/vitest.config.ts',
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'gateway/local/src/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            'packages/*/test/**/*.test.ts',
            'services/*/test/**/*.test.ts',
            'gateway/test/**/*.test.ts',
          ],
          exclude: ['packages/e2e/**', 'packages/dev/test/{charts,cluster,compose}/**', '**/node_modules/**'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['packages/e2e/test/**/*.test.ts'],
          exclude: [...NIGHT, '**/node_modules/**'],
          globalSetup: ['./packages/testing/src/platform-setup.ts'],
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'browser', // `npm run test:browser`: the front ends in a real Chromium
          include: ['packages/e2e/browser/**/*.test.ts'],
          globalSetup: ['./packages/testing/src/browser-setup.ts'],
          sequence: { groupOrder: 2 },
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'charts', // `npm run test:charts`: needs Go, for Helm and the schemas of Kubernetes
          include: ['packages/dev/test/charts/**/*.test.ts'],
          globalSetup: ['./packages/dev/test/charts/support/assemble.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'cluster', // `npm run test:cluster`: builds an API server
          include: ['packages/dev/test/cluster/**/*.test.ts'],
          globalSetup: ['./packages/dev/test/cluster/support/setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'compose', // `npm run test:compose`: needs a Docker engine
          include: ['packages/dev/test/compose/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        test: {
          name: 'night', // `npm run test:night`: takes the machine for itself
          include: NIGHT,
          globalSetup: ['./packages/testing/src/platform-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
