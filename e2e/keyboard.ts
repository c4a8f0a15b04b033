import { expect, type Locator, type Page } from '@playwright/test'

const FAR = 120

/** Goes on with the Tab key alone until there, where it is seen to be. */
export async function tabTo(page: Page, there: Locator): Promise<void> {
  await there.waitFor({ state: 'attached' })
  for (let pressed = 0; pressed < FAR; pressed += 1) {
    await page.keyboard.press('Tab')
    if (await there.evaluate((element) => element === document.activeElement)) {
      await expect(there).toBeInViewport()
      return
    }
  }
  throw new Error(`no Tab key leads to ${there.toString()}`)
}

export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

export async function pressOn(page: Page, button: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press(key)
}
