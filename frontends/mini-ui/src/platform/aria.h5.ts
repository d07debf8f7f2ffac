/** A browser knows aria attributes. */
export const knowAria = (): void => undefined
