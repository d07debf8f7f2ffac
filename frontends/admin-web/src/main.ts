import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles/theme.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { onSignedOut } from './api/session.ts'
import { router } from './app/router.ts'
import { i18n, speakAsBefore } from './i18n/index.ts'
import { useLookups } from './stores/lookups.ts'
import { useSession } from './stores/session.ts'

const app = createApp(App).use(createPinia()).use(i18n)
app.config.errorHandler = (error) => console.error(error)

await speakAsBefore()

onSignedOut(() => {
  useSession().forget()
  useLookups().clear()
  const { fullPath, meta } = router.currentRoute.value
  if (!meta.isPublic) void router.push({ name: 'login', query: { redirect: fullPath } })
})

app.use(router).mount('#app')
