export type PhoneButtonProps = {
  readonly loading: boolean
  /** May WeChat be asked for the number? Consent comes first. */
  readonly mayAsk: boolean
  /** Pressed before it may. */
  readonly onRefused: () => void
  /** The code that the server changes for the number. */
  readonly onCode: (code: string) => void
  readonly children: string
}
