import { fileURLToPath } from 'node:url'
import type { TestProjectInlineConfiguration } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const EXTENSIONS = ['.tsx', '.ts', '.mjs', '.js', '.json']

/** The same tests for both targets: which adapter a name means is decided by the ending, as Taro does it. */
const target = (name: 'h5' | 'weapp'): TestProjectInlineConfiguration => ({
  resolve: {
    extensions: [`.${name}.tsx`, `.${name}.ts`, ...EXTENSIONS],
    alias: {
      '@tarojs/taro': here('./mini-ui/test/taro.ts'),
      '@tarojs/components': here('./mini-ui/test/components.tsx'),
    },
  },
  test: {
    name: `mini-${name}`,
    root: here('.'),
    environment: 'happy-dom',
    include: ['{mini-ui,*-miniapp}/src/**/*.test.{ts,tsx}'],
    server: { deps: { inline: [/tdesign/] } },
    css: false,
    env: { TARO_ENV: name, TARO_APP_API: '', TARO_APP_NAME: 'linli-test', TARO_APP_BASE: '/' },
  },
})

export const miniProjects = [target('h5'), target('weapp')]
