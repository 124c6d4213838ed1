/** Whether a user (`name|uid[:group|gid]`) is root. The group alone does not count; an empty text is the image's default, unknown here. */
export function isRootUser(user: string): boolean {
  const name = user.split(':', 1)[0]?.trim() ?? ''
  return name === 'root' || /^0+$/.test(name)
}
