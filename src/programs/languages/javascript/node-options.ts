/** Options of Node and of programs that run TypeScript with it whose module runs before the program. */
export const PRELOADS: readonly string[] = ['-r', '--require', '--import', '--loader', '--experimental-loader']

/** All options of these programs that take the next word. */
export const VALUES = new RegExp(`^(?:${[...PRELOADS, '-C', '--conditions', '--env-file', '-P', '--project'].join('|')})$`)
