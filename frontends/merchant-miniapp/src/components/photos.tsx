import { type PhotosProps, Photos as SharedPhotos } from '@linli/mini-ui'
import { api } from '../api'

const MOST_MB = 5

/** Pictures of a shop and its goods. */
export const Photos = (props: Omit<PhotosProps, 'mostMb' | 'announce'>) => (
  <SharedPhotos {...props} mostMb={MOST_MB} announce={(body) => api.announceMerchantUpload({ body })} />
)
