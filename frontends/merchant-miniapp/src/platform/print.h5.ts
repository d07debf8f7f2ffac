export const canPrint = true

/** The browser's own dialogue; what stays off the paper is in pkg-desk/order/index.scss. */
export const print = (): void => window.print()
