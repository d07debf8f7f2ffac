import type { FormInstance } from 'element-plus'
import { reactive, ref, useTemplateRef } from 'vue'
import { type Failure, fieldErrors, toFailure } from './failure.ts'

type Options<Model extends object, Saved> = {
  readonly initial: () => Model
  readonly save: (model: Model) => Promise<Saved>
  readonly done: (saved: Saved) => unknown
}

/**
 * A form in a drawer: its own rules first, then what the API says about single fields, shown where it belongs. What the
 * API says about the whole stands above the buttons. The template's form has `ref="form"`.
 */
export function useForm<Model extends object, Saved>({ initial, save, done }: Options<Model, Saved>) {
  const model = reactive(initial()) as Model
  const errors = ref<Record<string, string>>({})
  const failure = ref<Failure>()
  const isOpen = ref(false)
  const isPending = ref(false)
  const form = useTemplateRef<FormInstance>('form')

  /** Starts over, with other values when given. */
  function open(values?: Partial<Model>): void {
    for (const key of Object.keys(model)) Reflect.deleteProperty(model, key)
    Object.assign(model, initial(), values)
    errors.value = {}
    failure.value = undefined
    isOpen.value = true
  }
  const close = (): void => {
    isOpen.value = false
  }

  /** Rejects with the fields, which the form shows itself. */
  const isValid = async (): Promise<boolean> => (await form.value?.validate().catch(() => false)) ?? true

  async function submit(): Promise<void> {
    if (isPending.value) return
    isPending.value = true // before anything is waited for: a double click is one intent
    errors.value = {}
    failure.value = undefined
    try {
      if (!(await isValid())) return
      const saved = await save(model)
      close()
      await done(saved)
    } catch (error) {
      errors.value = fieldErrors(error)
      failure.value = toFailure(error)
    } finally {
      isPending.value = false
    }
  }
  return { model, errors, failure, isOpen, isPending, open, close, submit }
}
