/** Something that is not as it should be, and what to do about it. */
export type Finding = { readonly check: string; readonly problem: string; readonly advice: string }
