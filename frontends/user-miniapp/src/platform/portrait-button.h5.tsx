import { choosePhotos, type Photo, photoOf, Tap } from '@linli/mini-ui'
import type { PortraitButtonProps } from './portrait-button.types'

const SIDE_PX = 512
const QUALITY = 0.88

/** The middle of a picture, as a small square. @throws Error when the browser cannot read it */
async function squareOf({ path }: Photo): Promise<Photo> {
  const picture = await createImageBitmap(await (await fetch(path)).blob())
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.min(side, SIDE_PX)
  canvas.height = canvas.width
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2]
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height)
  picture.close()
  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  if (!small) throw new Error('the browser made no picture of it')
  return photoOf(URL.createObjectURL(small))
}

/** A browser's own choice of a file, in place of WeChat's `chooseAvatar`. */
export function PortraitButton({ label, onChosen, onRefused, children }: PortraitButtonProps) {
  const take = async (): Promise<void> => {
    const [photo] = await choosePhotos(1)
    if (photo) await squareOf(photo).then(onChosen, onRefused)
  }
  return (
    <Tap className='portrait-button' label={label} onTap={() => void take()}>
      {children}
    </Tap>
  )
}
