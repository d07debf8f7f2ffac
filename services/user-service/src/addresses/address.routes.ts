import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { addAddress } from './add-address.ts'
import { AddressView, CreateAddressBody, toAddressView, UpdateAddressBody } from './address.schema.ts'
import { listAddresses, loadAddress } from './address.store.ts'
import { deleteAddress } from './delete-address.ts'
import { editAddress } from './edit-address.ts'
import { gatherAddress } from './gather-address.ts'
import { markDefaultAddress } from './mark-default-address.ts'

const tags = ['addresses']
const audience = 'user' as const

export const addressRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/addresses',
    {
      config: { audience },
      schema: {
        operationId: 'listAddresses',
        summary: 'My addresses, the default first',
        tags,
        response: { 200: Envelope(Type.Object({ items: Type.Array(AddressView) })) },
      },
    },
    async (request) => {
      const addresses = await listAddresses(deps.sql, userOf(request).id)
      return ok({ items: addresses.map((address) => toAddressView(address, deps.vault)) }, deps.clock.now())
    },
  )

  app.post(
    '/addresses',
    {
      config: { audience },
      schema: {
        operationId: 'createAddress',
        summary: 'Add an address inside the service area; at most 20',
        tags,
        body: CreateAddressBody,
        response: { 201: Envelope(AddressView) },
      },
    },
    async (request, reply) => {
      const { isDefault, ...written } = request.body
      const draft = await gatherAddress(deps, written)
      const address = await inTransaction(deps, (work: Work) =>
        addAddress(work, { userId: userOf(request).id, draft, isDefault }),
      )
      return reply.code(201).send(created(toAddressView(address, deps.vault), deps.clock.now()))
    },
  )

  app.get(
    '/addresses/:id',
    {
      config: { audience },
      schema: {
        operationId: 'getAddress',
        summary: 'One of my addresses',
        tags,
        params: IdParams,
        response: { 200: Envelope(AddressView) },
      },
    },
    async (request) => {
      const address = await loadAddress(deps.sql, { id: request.params.id, userId: userOf(request).id })
      return ok(toAddressView(address, deps.vault), deps.clock.now())
    },
  )

  app.put(
    '/addresses/:id',
    {
      config: { audience },
      schema: {
        operationId: 'updateAddress',
        summary: 'Rewrite an address that has not changed since it was read',
        tags,
        params: IdParams,
        body: UpdateAddressBody,
        response: { 200: Envelope(AddressView) },
      },
    },
    async (request) => {
      const { isDefault, version, ...written } = request.body
      const ref = { id: request.params.id, userId: userOf(request).id }
      await loadAddress(deps.sql, ref) // a foreign address is refused before anybody else is asked
      const draft = await gatherAddress(deps, written)
      const address = await inTransaction(deps, (work: Work) =>
        editAddress(work, { ...ref, version, draft, isDefault }),
      )
      return ok(toAddressView(address, deps.vault), deps.clock.now())
    },
  )

  app.delete(
    '/addresses/:id',
    {
      config: { audience },
      schema: {
        operationId: 'deleteAddress',
        summary: 'Delete an address; the newest inherits the default',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const ref = { id: request.params.id, userId: userOf(request).id }
      await inTransaction(deps, (work: Work) => deleteAddress(work, ref))
      return ok(null, deps.clock.now())
    },
  )

  app.put(
    '/addresses/:id/default',
    {
      config: { audience },
      schema: {
        operationId: 'setDefaultAddress',
        summary: 'Make an address the default',
        tags,
        params: IdParams,
        response: { 200: Envelope(AddressView) },
      },
    },
    async (request) => {
      const ref = { id: request.params.id, userId: userOf(request).id }
      const address = await inTransaction(deps, (work: Work) => markDefaultAddress(work, ref))
      return ok(toAddressView(address, deps.vault), deps.clock.now())
    },
  )
}
