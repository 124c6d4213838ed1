/** What was asked for, or why there is none. */
export type OrWhy<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly why: string }
