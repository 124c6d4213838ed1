/** Changes by the engine or a common program in every container, or left by somebody's shell: the service does not need to write them. */
const NOISE: readonly RegExp[] = [
  /^\/(dev|proc|sys)(\/|$)/,
  /^\/\.dockerenv$/,
  /^\/etc\/(hostname|hosts|resolv\.conf|mtab)$/,
  /^\/run\/(secrets|docker\.sock|\.containerenv)(\/|$)/,
  /^\/root\/\.(bash_history|ash_history|viminfo|lesshst|wget-hsts|python_history)$/,
  /\/\.(bash_history|ash_history|python_history)$/,
  /\/__pycache__(\/|$)/,
  /\.pyc$/,
  /^\/var\/lib\/(apt|dpkg)(\/|$)/,
  /^\/var\/cache\/(apt|debconf)(\/|$)/,
]

/** Whether a written path says nothing about what a service needs. */
export function isNoise(path: string): boolean {
  return NOISE.some((pattern) => pattern.test(path))
}
