import type { Data } from '@linli/api-client'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api } from '../api/index.ts'
import { session } from '../api/session.ts'

type Credentials = {
  readonly login: string
  readonly password: string
  readonly newPassword?: string
  readonly captchaId?: string
  readonly captchaAnswer?: string
}

/** Who is signed in and what they may do. The server decides; this only decides what is shown. */
export const useSession = defineStore('session', () => {
  const me = ref<Data<'getAdminMe'>>()
  const permissions = computed(() => new Set(me.value?.permissions))

  const isSignedIn = (): boolean => session.tokens() !== undefined
  const may = (permission: string | undefined): boolean =>
    permission === undefined || permissions.value.has(permission)

  /** Loads the profile once. @throws ApiError */
  async function ensureMe(): Promise<void> {
    me.value ??= await api.getAdminMe({})
  }

  /** @throws ApiError: a captcha or a new password may be asked for */
  async function signIn(body: Credentials): Promise<void> {
    const { accessToken, refreshToken } = await api.createAdminSession({ body })
    session.keep({ accessToken, refreshToken })
    me.value = undefined
    await ensureMe()
  }

  function forget(): void {
    me.value = undefined
    session.keep(undefined)
  }

  /** Ends the session at the server too; here it ends whatever the server says. */
  async function signOut(): Promise<void> {
    try {
      await api.logoutAdmin({})
    } finally {
      forget()
    }
  }

  return { me, may, isSignedIn, ensureMe, signIn, signOut, forget }
})
