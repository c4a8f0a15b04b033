/** scheme, user, password, host and port, path, parameters: `URL` cannot hold a socket's address, which has no host. */
const ADDRESS = /^(postgres(?:ql)?:)\/\/(?:([^:@/?]*)(?::[^@/?]*)?@)?([^/?@]*)(\/[^?]*)?(\?.*)?$/

export function isAddress(url: string): boolean {
  return ADDRESS.test(url)
}

/** The same database, as another role. */
export function asRole(url: string, role: string, password: string): string {
  const [, scheme, , host, database = '/', parameters = ''] = ADDRESS.exec(url)!
  const others = new URLSearchParams(parameters)
  for (const name of ['user', 'password']) others.delete(name)
  const query = others.size > 0 ? `?${others.toString()}` : ''
  return `${scheme}//${encodeURIComponent(role)}:${encodeURIComponent(password)}@${host}${database}${query}`
}

/** The address without its password, to be shown. */
export function withoutPassword(url: string): string {
  const [, scheme, user, host, database = '/'] = ADDRESS.exec(url) ?? []
  return scheme ? `${scheme}//${user ? `${user}@` : ''}${host}${database}` : 'DATABASE_URL'
}
