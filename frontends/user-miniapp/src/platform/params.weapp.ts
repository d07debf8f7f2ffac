import { useRouter } from '@tarojs/taro'

export type Params = Readonly<Record<string, string | undefined>>

/** What the page was opened with, decoded: WeChat hands parameters over as they were written. */
export const useParams = (): Params =>
  Object.fromEntries(
    Object.entries(useRouter().params).map(([name, value]) => [name, value && decodeURIComponent(value)]),
  )
