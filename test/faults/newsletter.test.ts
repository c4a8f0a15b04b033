import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { runChecks } from '../../src/db/checks.ts'
import { inCaisse } from '../../src/db/db.ts'
import { root } from '../../src/kit/root.ts'
import { LINES } from '../../src/modules/newsletter/rules/pace.ts'
import { progressOf } from '../../src/modules/newsletter/store/deliveries.ts'
import { findIssue } from '../../src/modules/newsletter/store/letters.ts'
import { test, type TestApp } from '../app.ts'
import { givenLetter, givenReaders, givenSending } from '../given-newsletter.ts'
import { givenCaisse } from '../given.ts'
import { openMailServer } from '../mail-server.ts'

const FULL = process.env['FAULTS'] === 'full'

const startWorker = (app: TestApp, smtp: string): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'test/faults/worker.ts'), app.ownerUrl, smtp, app.address],
    { stdio: 'ignore' },
  )

test(
  'a letter whose worker is killed in the middle, at the worst moment, arrives once in each mailbox',
  { timeout: 1_200_000 },
  async ({ app, task }) => {
    const [count, kills] = FULL ? [5_000, 8] : [300, 1]
    const server = await openMailServer()
    const caisse = await givenCaisse(app)
    const readers = await givenReaders(app, caisse, count)
    const letterId = await givenLetter(caisse)
    // The worker's clock is that of the machine.
    app.at(new Date().toISOString())
    await givenSending(caisse, letterId)

    let worker = startWorker(app, server.url)
    let killed = 0
    // Cut after the server took a mail and before it says so: nobody can know whether it arrived.
    server.onTaken = (taken) => {
      if (killed < kills && taken >= ((killed + 1) * count) / (kills + 1)) {
        killed += 1
        worker.kill('SIGKILL')
        worker = startWorker(app, server.url)
      }
    }
    const status = async () => (await inCaisse(app.db, caisse.id, (tx) => findIssue(tx, letterId))).status
    while ((await status()) !== 'sent') await sleep(100)
    const ended = once(worker, 'exit')
    worker.kill('SIGTERM')
    await ended
    await server.close()

    const ours = server.received.filter(({ mail }) => mail.messageId?.startsWith(`<lettre.${letterId}.`))
    const mailboxes = new Map<string, Set<string>>()
    for (const { to, mail } of ours) mailboxes.set(to, (mailboxes.get(to) ?? new Set()).add(mail.messageId!))
    expect([...mailboxes.keys()].sort()).toEqual([...readers].sort())
    expect([...mailboxes.values()].filter((kept) => kept.size !== 1)).toEqual([])
    const handedTwice = ours.length - count
    expect(handedTwice).toBeLessThanOrEqual(kills * LINES)
    const { sent, again } = await inCaisse(app.db, caisse.id, (tx) => progressOf(tx, letterId))
    expect(sent).toBe(count)
    expect(again).toBeGreaterThanOrEqual(handedTwice)
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
    Object.assign(task.meta, {
      fault: {
        size: `${count} adresses, ${kills} coupures (SIGKILL), vrai serveur SMTP`,
        result: `une lettre dans chacune des ${count} boîtes ; ${handedTwice} remises deux fois sous le même identifiant`,
      },
    })
  },
)
