/** A browser has its own bar above the page. */
export const navTop = (): string => '0'
