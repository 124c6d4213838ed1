/**
 * Whether a user, as `--user` and USER take it (`name|uid[:group|gid]`), is root. A group of root with another user is not.
 * An empty text is the image's default, which is not answered here.
 */
export function isRootUser(user: string): boolean {
  const name = user.split(':', 1)[0]?.trim() ?? ''
  return name === 'root' || /^0+$/.test(name)
}
