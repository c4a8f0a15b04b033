import { expect, test } from './journey.ts'

test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })

test('une visiteuse trouve un lieu ouvert et une date, au téléphone, sans JavaScript', async ({
  page,
  given,
  context,
}) => {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(page.url()).host && page.url() !== 'about:blank')
      elsewhere.push(request.url())
  })
  await page.goto(`/c/${given.slug}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Caisse de Nantes Ouest')

  await test.step('par le menu, où acheter aujourd’hui', async () => {
    await page.getByText('Menu', { exact: true }).click()
    await page.locator('.site-menu').getByRole('link', { name: 'Où acheter' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Où acheter')
    const shop = page.getByRole('listitem').filter({ hasText: 'Épicerie du Sillon' })
    await expect(shop).toContainText('Mardi au samedi, 9 h 30 à 19 h')
  })

  await test.step('puis une date', async () => {
    await page.getByText('Menu', { exact: true }).click()
    await page.locator('.site-menu').getByRole('link', { name: 'Agenda' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/rendez-vous/)
    const first = page.getByRole('main').locator('a[href*="/rencontres/"]').first()
    const name = (await first.textContent())!
    await first.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name.trim())
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)
  })

  await test.step('sans cookie, ni rien demandé ailleurs', async () => {
    expect(await context.cookies()).toEqual([])
    expect(elsewhere).toEqual([])
  })
})
