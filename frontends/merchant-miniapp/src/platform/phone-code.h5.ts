/** A browser has no WeChat that could say whose phone this is. */
export const phoneCode = (): Promise<string> => Promise.reject(new Error('there is no WeChat in a browser'))
