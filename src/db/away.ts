const CODES = new Set([
  // the network and the socket
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  // shutting down, crashed, starting up, too many connections
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

/** Said by the driver, without a code, when a connection ends under a query. */
const SAID = /^Connection terminated|^timeout exceeded when trying to connect|not queryable/

/** The server cannot be reached just now: whether the last statement was committed is unknown. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '' } = error as { code?: string }
  return CODES.has(code) || code.startsWith('08') || SAID.test(error.message)
}
