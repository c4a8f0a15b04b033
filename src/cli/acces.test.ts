import { sql } from 'kysely'
import { expect } from 'vitest'
import { test } from '../../test/app.ts'
import { aTerminal, words } from '../../test/cli.ts'
import { givenSignedIn } from '../../test/given-pages.ts'
import { givenCaisse } from '../../test/given.ts'
import { inCaisse } from '../db/db.ts'
import { keepSecret, useStep } from '../modules/identity/second-factor/store.ts'
import { listRoles } from '../modules/identity/store.ts'

const { json, refused } = aTerminal()

test('the last administrator who lost everything is let in again, and it is written', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { actor, browser } = await givenSignedIn(app, caisse, 'administrator')
  await keepSecret(app.db, actor.accountId, Buffer.alloc(40, 1))
  await useStep(app.db, actor.accountId, 1, app.now())
  const email = (await inCaisse(app.db, caisse.id, listRoles)).find(
    (role) => role.accountId === actor.accountId,
  )!.email!
  expect(await json(app, ...words(`acces liste ${caisse.slug}`))).toMatchObject([
    { compte: actor.accountId, application: true },
  ])
  await json(app, ...words(`acces remettre-a-zero ${caisse.slug} ${email.toUpperCase()}`))
  expect(await json(app, ...words(`acces liste ${caisse.slug}`))).toMatchObject([
    { compte: actor.accountId, application: false, codesDeSecours: 0 },
  ])
  expect((await browser.get('/accueil')).next).toBe('/connexion')
  const { rows } = await inCaisse(app.db, caisse.id, (tx) =>
    sql<{ kind: string }>`
      select kind from gesture where caisse_id = ${caisse.id} and subject_id = ${actor.accountId}::uuid
        and kind = 'reset_second_factor' and login_account_id is null
    `.execute(tx),
  )
  expect(rows).toHaveLength(1)
  await refused(app, ...words(`acces remettre-a-zero ${caisse.slug} personne@example.org`))
})
