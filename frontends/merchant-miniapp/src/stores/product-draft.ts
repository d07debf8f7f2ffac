import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { ProductForm } from '../pkg-desk/product-edit/form'

type ProductDraft = { readonly form: ProductForm | undefined; keep(form: ProductForm | undefined): void }

/** What was typed of a new product and not saved yet: a call comes in, the app is closed, nothing is lost. */
export const useProductDraft = create<ProductDraft>()(
  persist((set) => ({ form: undefined, keep: (form) => set({ form }) }), {
    name: 'product-draft',
    version: 1,
    storage: persisted<Pick<ProductDraft, 'form'>>(),
    partialize: ({ form }) => ({ form }),
  }),
)
