import { PAGES } from './pages.ts'

/** The frame around every page but the log-in. */
export const loadLayout = () => import('./ConsoleLayout.vue')

/**
 * Fetches the code of a page while the log-in or the profile is still under way. What fails here fails again when the
 * router wants it, and is reported then.
 * @param path of the page, with or without a query; one that is not known: the first page
 */
export function warmUp(path: string): void {
  const [, first] = path.split(/[/?#]/)
  const page = PAGES.find((entry) => entry.path === first) ?? PAGES[0]
  void Promise.allSettled([loadLayout(), page?.load()])
}
