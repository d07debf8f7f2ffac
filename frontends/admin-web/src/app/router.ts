import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { translate } from '../i18n/index.ts'
import { useSession } from '../stores/session.ts'
import { PAGES } from './pages.ts'
import { loadLayout, warmUp } from './warm-up.ts'

declare module 'vue-router' {
  interface RouteMeta {
    permission?: string
    /** May be seen without a session. */
    isPublic?: boolean
  }
}

const pages: RouteRecordRaw[] = PAGES.map(({ name, path, permission, load }) => ({
  name,
  path: `/${path}`,
  component: load,
  meta: { ...(permission !== undefined && { permission }) },
}))

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    {
      name: 'login',
      path: '/login',
      component: () => import('../pages/login/LoginPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/',
      component: loadLayout,
      children: [
        { name: 'home', path: '', component: () => import('../pages/login/MissingPage.vue') },
        ...pages,
        {
          name: 'forbidden',
          path: '/forbidden',
          component: () => import('../pages/login/ForbiddenPage.vue'),
        },
        { name: 'missing', path: '/:rest(.*)*', component: () => import('../pages/login/MissingPage.vue') },
      ],
    },
  ],
  scrollBehavior: (to, from) => (to.path === from.path ? false : { top: 0 }),
})

/** The first page this person may see. */
function homePage() {
  const { may } = useSession()
  return { name: PAGES.find(({ permission }) => may(permission))?.name ?? 'forbidden' }
}

/** Where to go instead; undefined = go ahead. */
async function detour(to: RouteLocationNormalized) {
  const session = useSession()
  if (to.meta.isPublic) return undefined
  if (!session.isSignedIn()) return { name: 'login', query: { redirect: to.fullPath } }
  warmUp(to.path)
  await session.ensureMe()
  if (to.name === 'home') return homePage()
  if (!session.may(to.meta.permission))
    return { name: 'forbidden', query: { permission: to.meta.permission } }
  return undefined
}

router.beforeEach(async (to) => {
  try {
    return (await detour(to)) ?? true
  } catch (error) {
    // The profile could not be loaded: with a session the page itself says why, without one there is the log-in.
    const session = useSession()
    if (session.isSignedIn()) throw error
    return { name: 'login', query: { redirect: to.fullPath } }
  }
})

router.afterEach((to) => {
  const known = PAGES.find(({ name }) => name === to.name)
  const title = known ? translate(`menu.${known.name}`) : undefined
  document.title = [title, `${translate('app.name')} ${translate('app.console')}`].filter(Boolean).join(' · ')
})
