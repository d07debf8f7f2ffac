/** WeChat prints nothing; the counter's computer does. */
export const canPrint = false

export const print = (): void => undefined
