import { businessDay } from '@linli/core'
import { inTransaction } from '@linli/events'
import { Envelope, ok, type Routes, userOf } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { gatherAvatar } from './gather-avatar.ts'
import { gatherPlace } from './gather-place.ts'
import { PickupPointBody, PlaceView, toUserView, UpdateProfileBody, UserView } from './user.schema.ts'
import { loadUser, updatePlace, updateProfile } from './user.store.ts'
import { checkBirthday, checkNickname } from './user.ts'

const tags = ['users']

/** What residents see and change of themselves. */
export const userRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/users/me',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getMe',
        summary: 'My profile',
        tags,
        response: { 200: Envelope(UserView) },
      },
    },
    async (request) =>
      ok(toUserView(await loadUser(deps.sql, userOf(request).id), deps.vault), deps.clock.now()),
  )

  app.put(
    '/users/me',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'updateMe',
        summary: 'Change my profile; fields left out stay',
        tags,
        body: UpdateProfileBody,
        response: { 200: Envelope(UserView) },
      },
    },
    async (request) => {
      const { version, nickname, avatarKey, gender, birthday, identity } = request.body
      const { id: userId } = userOf(request)
      const today = businessDay(deps.clock.now())
      const profile = {
        ...(nickname !== undefined && { nickname: checkNickname(nickname) }),
        ...(avatarKey !== undefined && { avatarUrl: await gatherAvatar(deps, { userId, avatarKey }) }),
        ...(gender !== undefined && { gender }),
        ...(birthday !== undefined && {
          birthday: birthday === null ? null : checkBirthday(birthday, today),
        }),
        ...(identity && { identitySealed: deps.vault.seal(JSON.stringify(identity)) }),
      }
      const change = { userId, version, profile }
      const user = await inTransaction(deps, (work: Work) => updateProfile(work, change))
      return ok(toUserView(user, deps.vault), deps.clock.now())
    },
  )

  app.put(
    '/users/me/pickup-point',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'setMyPickupPoint',
        summary: 'Choose where I shop: by point, by community, or by location',
        tags,
        body: PickupPointBody,
        response: { 200: Envelope(PlaceView) },
      },
    },
    async (request) => {
      const place = await gatherPlace(deps, request.body)
      await inTransaction(deps, (work: Work) => updatePlace(work, { userId: userOf(request).id, ...place }))
      return ok(place, deps.clock.now())
    },
  )
}
