import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import {
  AdminBannerView,
  BannerQuery,
  BannersView,
  BannerTable,
  BannerTableQuery,
  bannerOf,
  CreateBannerBody,
  EditBannerBody,
  toAdminBannerView,
  toBannerView,
} from './banner.schema.ts'
import { listEnabledBanners, pageBanners } from './banner.store.ts'
import { shownAt } from './banner.ts'
import { createBanner, deleteBanner, editBanner } from './edit-banner.ts'

const tags = ['banners']

/** Pictures at the top of a page, and the console that puts them there (A03). */
export const bannerRoutes: Routes<Deps> = (app, deps) => {
  const write = { audience: 'admin', permission: 'activity:write' } as const

  const change = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    inTransaction(deps, (work: Work) => {
      work.afterCommit(deps.banners.forget)
      return run(work)
    })

  app.get(
    '/banners',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'listBanners',
        summary: 'What stands at the top of a page now, in order',
        tags,
        querystring: BannerQuery,
        response: { 200: Envelope(BannersView) },
      },
    },
    async ({ query }) => {
      const at = deps.clock.now()
      const banners = await deps.banners.list(() => listEnabledBanners(deps.db))
      const shown = shownAt(banners, { ...query, communityId: query.communityId, at })
      return ok({ items: shown.map(toBannerView) }, at)
    },
  )

  app.get(
    '/admin/banners',
    {
      config: { audience: 'admin', permission: 'activity:read' },
      schema: {
        operationId: 'listAdminBanners',
        summary: 'All banners, in their order',
        tags,
        querystring: BannerTableQuery,
        response: { 200: Envelope(BannerTable) },
      },
    },
    async ({ query }) => {
      const { page, pageSize } = query
      const { banners, total } = await pageBanners(deps.db, query)
      return ok({ items: banners.map(toAdminBannerView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/banners',
    {
      config: write,
      schema: {
        operationId: 'createBanner',
        tags,
        body: CreateBannerBody,
        response: { 201: Envelope(AdminBannerView) },
      },
    },
    async (request, reply) => {
      const { id: adminId } = adminOf(request)
      const banner = await change((work) => createBanner(work, bannerOf(request.body), { adminId }))
      return reply.code(201).send(created(toAdminBannerView(banner), deps.clock.now()))
    },
  )

  app.put(
    '/admin/banners/:id',
    {
      config: write,
      schema: {
        operationId: 'updateBanner',
        tags,
        params: IdParams,
        body: EditBannerBody,
        response: { 200: Envelope(AdminBannerView) },
      },
    },
    async (request) => {
      const { id: adminId } = adminOf(request)
      const { version, ...body } = request.body
      const banner = { ...bannerOf(body), id: request.params.id, version }
      const saved = await change((work) => editBanner(work, banner, { adminId }))
      return ok(toAdminBannerView(saved), deps.clock.now())
    },
  )

  app.delete(
    '/admin/banners/:id',
    {
      config: write,
      schema: {
        operationId: 'deleteBanner',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async ({ params }) => {
      await change((work) => deleteBanner(work, params.id))
      return ok(null, deps.clock.now())
    },
  )
}
