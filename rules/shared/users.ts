/**
 * Whether a user, as `--user` and USER take it (`name|uid[:group|gid]`), is root. The group root alone does not count.
 * An empty text means the image's default, which this function does not know.
 */
export function isRootUser(user: string): boolean {
  const name = user.split(':', 1)[0]?.trim() ?? ''
  return name === 'root' || /^0+$/.test(name)
}
