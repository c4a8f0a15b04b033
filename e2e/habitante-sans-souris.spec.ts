import { expect, test } from './journey.ts'

test('la grille reste sur l’appareil, et la cotisation se change au clavier seul', async ({
  page,
  given,
  as,
}) => {
  const { keyboard } = page
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  await as(given.residents.keyboard)
  await page.goto(`/c/${given.slug}/moi/cotisation`)
  const income = page.getByLabel('Revenus du foyer, par mois')
  await income.focus()
  await keyboard.type('1234,56')
  await keyboard.press('Tab')
  await expect(page.getByLabel('Ce que vous dépensez pour manger, par mois')).toBeFocused()
  await keyboard.type('246,91')
  // (2.5 % of 1,234.56 + 12.5 % of 246.91) / 2, to the cent.
  await expect(page.getByText('La grille propose')).toContainText('30,86')
  await keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Prendre ce montant' })).toBeFocused()
  await keyboard.press('Enter')
  const amount = page.getByLabel('Ma cotisation, par mois')
  await expect(amount).toBeFocused()
  await expect(amount).toHaveValue('30,86')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Garder ce montant' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(page.getByRole('status').first()).toContainText('Votre nouvelle cotisation est notée')
  expect(sent.some((one) => one.includes('30%2C86') || one.includes('30,86'))).toBe(true)
  expect(sent.filter((one) => /1234|246[.,%]/.test(one))).toEqual([])
})
