import { Refusal } from '../kit/refusal.ts'
import type { CliIo } from './io.ts'

/** A file that somebody names; `-` is what comes in on standard input. */
export async function readFileOf(io: CliIo, path: string): Promise<Uint8Array> {
  if (path === '-') return io.readStandardInput()
  try {
    return await io.read(path)
  } catch {
    throw new Refusal('unreadable_path', { nameText: path })
  }
}

export async function readJsonOf(io: CliIo, path: string): Promise<unknown> {
  const bytes = await readFileOf(io, path)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Refusal('not_json', { nameText: path })
  }
}

export async function writeFileOf(io: CliIo, path: string, content: Uint8Array): Promise<void> {
  try {
    await io.write(path, content)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new Refusal('path_taken', { nameText: path })
    throw new Refusal('unwritable_path', { nameText: path, reasonText: code ?? String(error) })
  }
}
