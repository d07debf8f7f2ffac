export type Scheme = 'light' | 'dark'
export type Root = { readonly dark: boolean; readonly large: boolean; readonly lang: 'zh' | 'en' }
