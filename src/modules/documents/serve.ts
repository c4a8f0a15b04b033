import type { Context } from 'hono'
import { dispositionOf } from './rules/file-name.ts'

/**
 * A file that somebody gave: always to be saved, never a page of ours. Pictures still show where a page holds them in
 * an `<img>`; opened by their address they are saved too.
 */
export function keptFileAnswer(
  c: Context,
  {
    bytes,
    mediaType,
    fileName,
    open,
  }: { bytes: Uint8Array; mediaType: string; fileName: string; open: boolean },
): Response {
  c.header('content-type', mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType)
  c.header('content-disposition', dispositionOf(fileName))
  c.header('x-content-type-options', 'nosniff')
  c.header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  c.header('cross-origin-resource-policy', 'same-origin')
  c.header('cache-control', open ? 'public, max-age=300' : 'private, no-store')
  return c.body(new Uint8Array(bytes))
}
