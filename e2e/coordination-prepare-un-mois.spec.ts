import { expect, test } from './journey.ts'

test('la coordination prépare, la trésorerie signe et émet, la personne arrivée reçoit ses droits', async ({
  page,
  browser,
  baseURL,
  given,
  as,
}) => {
  await test.step('la personne arrivée après l’émission n’a encore rien', async () => {
    const phone = await browser.newPage({ baseURL: baseURL! })
    await as(given.newcomer, phone.context())
    await phone.goto(`/c/${given.slug}/moi`)
    await expect(phone.getByText('0,00 droits', { exact: true })).toBeVisible()
    await phone.close()
  })

  const path = await test.step('la coordination prépare, et ne peut pas émettre seule', async () => {
    await as('coordination')
    await page.goto(`/c/${given.slug}/mois`)
    const current = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric' }).format(new Date())
    await page.getByLabel('Mois').selectOption({ label: current })
    await page.getByRole('button', { name: 'Préparer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Complément n° \d+ de /)
    await expect(page.getByText('À relire')).toBeVisible()
    await expect(page.getByRole('rowheader', { name: 'Foyer Apolline Roquette' }).first()).toBeVisible()
    await expect(page.getByRole('list', { name: 'Signatures' })).toContainText('Camille Potiron')
    await expect(page.getByRole('button', { name: 'Je signe ces lignes' })).toHaveCount(0)
    const issue = page.getByRole('button', { name: 'Émettre l’allocation' })
    await expect(issue).toBeDisabled()
    await expect(issue).toHaveAccessibleDescription(/Il manque une signature, d’une autre personne/)
    return new URL(page.url()).pathname
  })

  await test.step('la trésorerie signe, puis émet', async () => {
    const desk = await browser.newPage({ baseURL: baseURL!, viewport: { width: 1280, height: 800 } })
    await as('tresorerie', desk.context())
    await desk.goto(path)
    await expect(desk.getByRole('button', { name: 'Émettre l’allocation' })).toBeDisabled()
    await desk.getByRole('button', { name: 'Je signe ces lignes' }).click()
    await expect(desk.getByRole('list', { name: 'Signatures' })).toContainText('Dominique Salsifis')
    await desk.getByRole('button', { name: 'Émettre l’allocation' }).click()
    await expect(desk.getByText(/Émis le /)).toBeVisible({ timeout: 15_000 })
    await desk.close()
  })

  await test.step('la personne arrivée voit ses droits', async () => {
    const phone = await browser.newPage({ baseURL: baseURL! })
    await as(given.newcomer, phone.context())
    await phone.goto(`/c/${given.slug}/moi`)
    await expect(phone.getByText('100,00 droits', { exact: true })).toBeVisible()
    await expect(phone.getByRole('listitem').filter({ hasText: 'Allocation' })).toContainText('+100,00')
    await phone.close()
  })
})

test('une habitante ne lit pas les montants des autres', async ({ page, given, as }) => {
  await as('habitante')
  const answer = await page.goto(`/c/${given.slug}/mois`)
  expect(answer?.status()).toBe(403)
  await expect(page.getByText('Votre rôle ne permet pas cela.')).toBeVisible()
})
