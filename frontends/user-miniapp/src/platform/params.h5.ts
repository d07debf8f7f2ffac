import { useRouter } from '@tarojs/taro'

export type Params = Readonly<Record<string, string | undefined>>

/** What the page was opened with, decoded: a browser's router has done it. */
export const useParams = (): Params => useRouter().params
