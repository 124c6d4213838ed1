/** A capability's name as the kernel's headers have it, without `CAP_`: `cap_net_admin` → `NET_ADMIN`. */
export function capabilityName(text: string): string {
  return text.trim().toUpperCase().replace(/^CAP_/, '')
}
