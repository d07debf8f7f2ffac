import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'

/** Parts of Element Plus a page names in its template are imported, with their styles, and nothing else. */
const elementPlus = () =>
  components({
    dirs: [],
    dts: 'src/components.d.ts',
    resolvers: [ElementPlusResolver({ importStyle: 'css' })],
  })

export default defineConfig({
  base: process.env.ADMIN_BASE ?? '/admin/',
  plugins: [vue(), elementPlus()],
  server: {
    proxy: { '/api': { target: process.env.GATEWAY ?? 'http://127.0.0.1:18000', changeOrigin: true } },
  },
  build: {
    target: 'es2022',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'vue',
              test: /node_modules.*[\\/](@vue|vue|vue-router|pinia|vue-i18n|@intlify)[\\/]/,
              priority: 30,
            },
            { name: 'echarts', test: /node_modules.*[\\/](echarts|zrender)[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
})
