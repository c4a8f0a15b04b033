import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { ArchiveWriter } from './archive.ts'

async function* incompressible(megabytes: number): AsyncGenerator<Buffer> {
  for (let each = 0; each < megabytes; each += 1) yield randomBytes(1024 * 1024)
}

test.each([0, 1, 20, 300])('a disk that fills up after %i writes is an error to catch', async (writes) => {
  let room = writes
  const disk = new Writable({
    write: (_chunk, _encoding, done) => done((room -= 1) < 0 ? new Error('no space left') : null),
  })
  const archive = new ArchiveWriter(disk)
  const saving = archive.table('transfer', incompressible(12)).then(() => archive.finish())
  await expect(saving).rejects.toThrow('no space left')
})
