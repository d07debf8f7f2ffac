import { CommonErrors, newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { dropPopup, findPopup, insertPopup, savePopup, templateExists } from './popup.store.ts'
import { type Popup, wrongField } from './popup.ts'

type By = { readonly adminId: string }
type Content = Omit<Popup, 'id' | 'version' | 'status'>

/** A new popup is paused: it is looked at before it is shown. @throws POPUP_INVALID, TEMPLATE_NOT_FOUND */
export async function createPopup(work: Work, content: Content, { adminId }: By): Promise<Popup> {
  await assertSound(work, content)
  const popup: Popup = { ...content, id: newId(work.now), status: 'PAUSED', version: 1 }
  await insertPopup(work, { popup, adminId })
  return popup
}

/** @throws POPUP_NOT_FOUND, VERSION_CONFLICT, POPUP_INVALID, TEMPLATE_NOT_FOUND */
export async function editPopup(
  work: Work,
  edit: Content & Pick<Popup, 'id' | 'version'>,
  { adminId }: By,
): Promise<Popup> {
  await assertSound(work, edit)
  const before = await load(work, edit.id)
  return save(work, { ...edit, status: before.status }, { adminId })
}

/** Shows it from now on, or hides it at once everywhere. @throws POPUP_NOT_FOUND, VERSION_CONFLICT */
export async function movePopup(
  work: Work,
  { id, status }: Pick<Popup, 'id' | 'status'>,
  by: By,
): Promise<Popup> {
  return save(work, { ...(await load(work, id)), status }, by)
}

/** @throws POPUP_NOT_FOUND */
export async function deletePopup(work: Work, id: string): Promise<void> {
  if (!(await dropPopup(work, id))) throw ActivityErrors.POPUP_NOT_FOUND({ popupId: id })
}

async function load(work: Work, id: string): Promise<Popup> {
  const popup = await findPopup(work.db, id)
  if (!popup) throw ActivityErrors.POPUP_NOT_FOUND({ popupId: id })
  return popup
}

async function save(work: Work, popup: Popup, { adminId }: By): Promise<Popup> {
  if (!(await savePopup(work, { popup, adminId }))) throw CommonErrors.VERSION_CONFLICT({ popupId: popup.id })
  return { ...popup, version: popup.version + 1 }
}

async function assertSound(work: Work, content: Content): Promise<void> {
  const field = wrongField(content)
  if (field !== undefined) throw ActivityErrors.POPUP_INVALID({ field })
  const { couponTemplateId } = content
  if (couponTemplateId !== null && !(await templateExists(work, couponTemplateId)))
    throw ActivityErrors.TEMPLATE_NOT_FOUND({ templateId: couponTemplateId })
}
