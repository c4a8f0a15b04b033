import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('une habitante retrouve l’assemblée au téléphone, par un pluriel sans accents', async ({
  page,
  given,
  as,
}) => {
  test.setTimeout(60_000)
  await as('habitante')
  await page.goto(`/c/${given.slug}/moi`)
  await page.getByRole('link', { name: 'Chercher' }).click()
  await expectOpenToAll(page)
  // At the keyboard: the question is where one lands.
  await page.keyboard.type('assemblees habitantes legumes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('résultat')
  const found = page.getByRole('link', { name: 'Assemblée des habitant·es d’octobre' })
  await expect(page.locator('mark').first()).toBeVisible()
  await expectOpenToAll(page)
  await found.first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Assemblée des habitant·es d’octobre')
  await expect(page.getByText('Relu par deux habitantes')).toBeVisible()
  await expectOpenToAll(page)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Télécharger/ }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/\.pdf$/)
})

test('un document de l’équipe ne s’ouvre pas par son adresse', async ({ page, given, as, browser }) => {
  await as('coordination')
  await page.goto(`/c/${given.slug}/recherche?q=budget+fonctionnement`)
  const href = await page.getByRole('link', { name: 'Budget de fonctionnement' }).getAttribute('href')
  const phone = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } })
  await as('habitante', phone)
  const other = await phone.newPage()
  for (const path of ['', '/fichier', '/versions/1']) {
    const answer = await other.goto(`${href}${path}`)
    expect(answer?.status()).toBe(404)
  }
  await other.goto(href!)
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Ce document n’est pas ici')
  await expectOpenToAll(other)
  await other.goto(`/c/${given.slug}/recherche?q=budget+fonctionnement`)
  await expect(other.getByRole('link', { name: 'Budget de fonctionnement' })).toHaveCount(0)
  await phone.close()
})

test('on dépose, on remplace et on retire depuis un téléphone', async ({ page, given, as }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await as('coordination')
  await page.goto(`/c/${given.slug}/documents`)
  await page.getByRole('link', { name: 'Déposer un document' }).click()
  const file = (text: string) => ({
    name: 'flan de courge.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(text),
  })
  await page.getByLabel('Fichier').setInputFiles(file('Une courge, trois œufs.'))
  await page.getByText('Tout le monde', { exact: true }).click()
  await page.getByRole('button', { name: 'Déposer un document' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('flan de courge')
  await page.getByText('Remplacer par une nouvelle version').click()
  await page.getByLabel('Fichier').setInputFiles(file('Une courge, quatre œufs.'))
  await page.getByLabel('Ce qui change').fill('Un œuf de plus')
  await page.getByRole('button', { name: 'Déposer cette version' }).click()
  await expect(page.getByText('Version 2 – Un œuf de plus')).toBeVisible()
  await expectOpenToAll(page)
  await page.goto(`/c/${given.slug}/recherche?q=oeuf`)
  await page.getByRole('link', { name: 'flan de courge' }).click()
  await page.getByText('Retirer ce document').click()
  await page.getByRole('button', { name: 'Retirer' }).click()
  await expect(page.getByText('Le document est retiré.')).toBeVisible()
})
