import { ElMessage, ElMessageBox } from 'element-plus'
import { h, ref } from 'vue'
import { translate } from '../i18n/index.ts'
import { toFailure } from './failure.ts'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-badge.css'
import 'element-plus/theme-chalk/el-button.css'
import 'element-plus/theme-chalk/el-input.css'
import 'element-plus/theme-chalk/el-overlay.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'

const ERROR_MS = 5000

/** The refusal of a command, once: the same message is not stacked. */
export function showFailure(error: unknown): void {
  const { message, traceId } = toFailure(error)
  const trace = traceId ? ` · ${translate('error.trace')} ${traceId.slice(-12)}` : ''
  ElMessage({
    type: 'error',
    message: `${message}${trace}`,
    grouping: true,
    duration: ERROR_MS,
    showClose: true,
  })
}

export const showDone = (message: string): void =>
  void ElMessage({ type: 'success', message, grouping: true })

/** Runs one command at a time; a refusal becomes a message. `run` resolves with whether it was done. */
export function useAction() {
  const isPending = ref(false)
  async function run(act: () => Promise<unknown>, done?: string): Promise<boolean> {
    if (isPending.value) return false
    isPending.value = true
    try {
      await act()
      if (done) showDone(done)
      return true
    } catch (error) {
      showFailure(error)
      return false
    } finally {
      isPending.value = false
    }
  }
  return { isPending, run }
}

type Question = {
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly text: string
  /** The verb on the button. */
  readonly act: string
  readonly isDangerous?: boolean
}

/** Asks before what cannot be undone. @returns false when the person thought better of it */
export async function confirm({ title, text, act, isDangerous = true }: Question): Promise<boolean> {
  try {
    await ElMessageBox({
      title,
      message: h('p', { class: 'confirm-text' }, text),
      showCancelButton: true,
      confirmButtonText: act,
      cancelButtonText: translate('act.cancel'),
      confirmButtonClass: isDangerous ? 'el-button--danger' : '',
      autofocus: !isDangerous,
      closeOnClickModal: false,
    })
    return true
  } catch {
    return false // closing the box rejects
  }
}

type Asking = Question & { readonly label: string; readonly least?: number; readonly most?: number }

/** Asks for a reason with the act. @returns undefined when it was called off */
export async function askReason({
  title,
  text,
  act,
  label,
  isDangerous = true,
  least = 2,
  most = 200,
}: Asking): Promise<string | undefined> {
  try {
    const { value } = await ElMessageBox.prompt(text, title, {
      confirmButtonText: act,
      cancelButtonText: translate('act.cancel'),
      confirmButtonClass: isDangerous ? 'el-button--danger' : '',
      inputPlaceholder: label,
      inputType: 'textarea',
      inputValidator: (reason) => {
        const length = (reason ?? '').trim().length
        return (length >= least && length <= most) || translate('field.length', { least, most })
      },
      closeOnClickModal: false,
    })
    return value.trim()
  } catch {
    return undefined
  }
}
