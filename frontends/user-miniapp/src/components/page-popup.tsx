import { Button, Dialog, Picture, Tap, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api, newKey, type Popup } from '../api'
import { follow, go } from '../routes'
import { usePlace } from '../stores/place'
import { usePopups } from '../stores/popups'
import { useSession } from '../stores/session'
import { useT } from '../words'
import { worthText } from './worth'

type PagePopupProps = {
  readonly page: 'home'
  /** The page has something to show: a popup comes after the content, never in its stead. */
  readonly ready: boolean
}

/** At most one popup per view of a page. */
export function PagePopup({ page, ready }: PagePopupProps) {
  const communityId = usePlace(({ place }) => place?.communityId)
  const [shows, setShows] = useState(0)
  const [found, setFound] = useState<Popup>()
  const [popup, setPopup] = useState<Popup>()
  useDidShow(() => setShows((n) => n + 1))
  useDidHide(() => setPopup(undefined))
  // The first show is told of after the first render. Asked for with that one, beside the content, the popup is no
  // further request in line.
  const view = Math.max(shows, 1)
  useEffect(() => {
    let left = false
    // A page without its popup is none the worse.
    usePopups
      .getState()
      .next(page, communityId)
      .then(
        (popupOfView) => {
          if (!left) setFound(popupOfView)
        },
        () => undefined,
      )
    return () => {
      left = true
      setFound(undefined)
    }
  }, [page, view, communityId])
  useEffect(() => {
    if (!ready || !found) return
    setPopup(found)
    usePopups.getState().seen(found)
    report(found, 'EXPOSURE')
  }, [ready, found])
  if (!popup) return null
  const close = (): void => {
    report(popup, 'CLOSE')
    setPopup(undefined)
  }
  return (
    <Dialog visible onClose={close}>
      <PopupCard popup={popup} onDone={() => setPopup(undefined)} />
    </Dialog>
  )
}

/** Statistics: nobody waits for them, and a lost one is only a lower number. */
function report({ id }: Popup, type: 'EXPOSURE' | 'CLICK' | 'CLOSE'): void {
  api.recordPopupEvent({ path: { id }, body: { type } }).catch(() => undefined)
}

function PopupCard({ popup, onDone }: { readonly popup: Popup; readonly onDone: () => void }) {
  const t = useT()
  const { title, body, imageUrl, link, coupon } = popup
  const claim = useAction(async (templateId: string) => {
    report(popup, 'CLICK')
    onDone()
    if (!useSession.getState().tokens) return go('login')
    await api.claimCoupon({ body: { templateId }, key: newKey() })
    toast(t('couponDone'))
  })
  const open = (): void => {
    report(popup, 'CLICK')
    onDone()
    follow(link)
  }
  return (
    <>
      {imageUrl !== '' && <Picture className='popup__picture' src={imageUrl} alt='' />}
      <View className='popup__text'>
        <View className='popup__title'>{title}</View>
        {body !== '' && <View className='ll-muted'>{body}</View>}
        {coupon && (
          <View className='popup__coupon'>
            <View className='popup__worth'>{worthText(coupon, t)}</View>
            <View className='ll-grow'>
              <View className='ll-strong ll-line'>{coupon.name}</View>
              <View className='ll-muted ll-line'>{coupon.scopeText}</View>
            </View>
          </View>
        )}
        {coupon ? (
          <Button block size='large' loading={claim.pending} onTap={() => void claim.run(coupon.templateId)}>
            {t('popupClaim')}
          </Button>
        ) : (
          link !== '' && (
            <Button block size='large' onTap={open}>
              {t('popupGo')}
            </Button>
          )
        )}
        {!coupon && link === '' && (
          <Tap className='popup__ok' onTap={onDone}>
            {t('popupOk')}
          </Tap>
        )}
      </View>
    </>
  )
}
